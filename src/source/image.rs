//! Images without the data that cameras hide in them, and upright.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use img_parts::{DynImage, ImageEXIF};

/// Quality of a photo that had to be turned, of 100.
const QUALITY: u8 = 88;

/// Whether an image carries EXIF data: where it was taken, when, with what.
pub fn has_exif(bytes: &[u8]) -> bool {
    decode(bytes).is_some_and(|image| image.exif().is_some())
}

/// Width and height in pixels as the image is published, if it is one that can be shown.
pub fn shown_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let turned = orientation(bytes).is_some_and(|o| {
        matches!(
            o,
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        )
    });
    Some(if turned {
        (size.height, size.width)
    } else {
        (size.width, size.height)
    })
}

/// The image as it is published: without its EXIF data; other files unchanged. A phone's photo that says there which way is up is turned, because without that it would lie on its side.
pub fn without_exif(bytes: Vec<u8>) -> Vec<u8> {
    let Some(mut image) = decode(&bytes).filter(|image| image.exif().is_some()) else {
        return bytes;
    };
    if let Some(upright) = orientation(&bytes).and_then(|orientation| turn(&bytes, orientation)) {
        return upright;
    }
    image.set_exif(None);
    image.encoder().bytes().to_vec()
}

fn decode(bytes: &[u8]) -> Option<DynImage> {
    DynImage::from_bytes(img_parts::Bytes::copy_from_slice(bytes))
        .ok()
        .flatten()
}

/// How a photo must be turned to stand upright; none if it does.
fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
    decoder
        .orientation()
        .ok()
        .filter(|orientation| *orientation != Orientation::NoTransforms)
}

fn turn(bytes: &[u8], orientation: Orientation) -> Option<Vec<u8>> {
    let mut image = DynamicImage::from_decoder(JpegDecoder::new(Cursor::new(bytes)).ok()?).ok()?;
    image.apply_orientation(orientation);
    let mut out = Vec::new();
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        .ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small photo whose EXIF data hold `orientation` and a note.
    fn photo(orientation: u8) -> Vec<u8> {
        let mut plain = Vec::new();
        let picture = DynamicImage::new_rgb8(8, 4);
        picture
            .write_with_encoder(JpegEncoder::new(&mut plain))
            .unwrap();
        let mut image = decode(&plain).unwrap();
        let head = [
            b'M',
            b'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            18,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            orientation,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        let exif: Vec<u8> = head.into_iter().chain(*b"GPS").collect();
        image.set_exif(Some(exif.into()));
        image.encoder().bytes().to_vec()
    }

    #[test]
    fn exif_is_seen_and_removed() {
        for orientation in [1, 3, 6] {
            let with = photo(orientation);
            assert!(has_exif(&with));
            let without = without_exif(with);
            assert!(!has_exif(&without) && !without.windows(3).any(|w| w == b"GPS"));
        }
        assert_eq!(without_exif(b"not an image".to_vec()), b"not an image");
    }

    #[test]
    fn a_photo_on_its_side_is_turned() {
        assert_eq!(shown_size(&photo(1)), Some((8, 4)));
        assert_eq!(shown_size(&photo(6)), Some((4, 8)));
        let upright = without_exif(photo(6));
        assert_eq!(shown_size(&upright), Some((4, 8)));
        assert_eq!(imagesize::blob_size(&upright).unwrap().width, 4);
    }
}
