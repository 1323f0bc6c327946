//! Images without the data that cameras hide in them.

use img_parts::{DynImage, ImageEXIF};

/// Whether an image carries EXIF data: where it was taken, when, with what.
pub fn has_exif(bytes: &[u8]) -> bool {
    decode(bytes).is_some_and(|image| image.exif().is_some())
}

/// The image without its EXIF data; other files unchanged.
pub fn without_exif(bytes: Vec<u8>) -> Vec<u8> {
    let Some(mut image) = decode(&bytes).filter(|image| image.exif().is_some()) else {
        return bytes;
    };
    image.set_exif(None);
    image.encoder().bytes().to_vec()
}

fn decode(bytes: &[u8]) -> Option<DynImage> {
    DynImage::from_bytes(img_parts::Bytes::copy_from_slice(bytes))
        .ok()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest JPEG that has a frame of its own segments: start, scan, end.
    fn jpeg() -> Vec<u8> {
        vec![0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02, 0x00, 0xFF, 0xD9]
    }

    #[test]
    fn exif_is_seen_and_removed() {
        let mut image = DynImage::from_bytes(jpeg().into()).unwrap().unwrap();
        assert!(!has_exif(&jpeg()));
        image.set_exif(Some(img_parts::Bytes::from_static(b"MM\0*GPS")));
        let with = image.encoder().bytes().to_vec();
        assert!(has_exif(&with));
        let without = without_exif(with);
        assert!(!has_exif(&without) && !without.windows(3).any(|w| w == b"GPS"));
        assert_eq!(without_exif(b"not an image".to_vec()), b"not an image");
    }
}
