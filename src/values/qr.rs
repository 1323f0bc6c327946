//! The square code on paper that a telephone reads.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code of level Q, which mends a quarter of itself.
pub struct Qr(QrCode);

impl Qr {
    /// The most modules on a side that can still be printed 1 mm wide in 60 mm.
    pub const MOST: usize = 60;

    /// The code that says `text`; none where no code is large enough.
    pub fn of(text: &str) -> Option<Qr> {
        QrCode::with_error_correction_level(text, EcLevel::Q)
            .ok()
            .map(Qr)
    }

    /// Modules on a side, without the quiet zone.
    pub fn modules(&self) -> usize {
        self.0.width()
    }

    /// The code as an SVG whose unit is one module, with its quiet zone.
    pub fn svg(&self) -> String {
        let width = self.modules();
        let side = width + 2 * QUIET;
        let colors = self.0.to_colors();
        let mut path = String::new();
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                    path.push_str(&format!("M{left} {top}h{long}v1h-{long}z"));
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
        )
    }

    /// What a telephone reads from the modules; none if it reads nothing.
    pub fn read_back(&self) -> Option<String> {
        let width = self.modules();
        let colors = self.0.to_colors();
        let dark = |x: usize, y: usize| colors[y * width + x] == Color::Dark;
        let grid = rqrr::SimpleGrid::from_func(width, dark);
        rqrr::Grid::new(grid).decode().ok().map(|(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_again() {
        for url in [
            "https://a.cn/r/7k3qa2z/".to_owned(),
            "https://qx.example.gov.cn/gongkai/zhengwu/r/7k3qa2z/".to_owned(),
            format!("https://{}.cn/r/0000000/", "长".repeat(40)),
        ] {
            assert_eq!(Qr::of(&url).unwrap().read_back().unwrap(), url);
        }
    }

    #[test]
    fn the_quiet_zone_is_four_modules_wide() {
        let code = Qr::of("https://a.cn/r/7k3qa2z/").unwrap();
        let side = code.modules() + 8;
        let svg = code.svg();
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        // The first finder pattern.
        assert!(svg.contains("M4 4h7v1h-7z"));
    }
}
