//! Images without the data that cameras hide in them, and upright.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder};
use img_parts::{DynImage, ImageEXIF};

/// Quality of a photo that had to be turned, of 100.
const QUALITY: u8 = 88;

/// Whether an image carries data on where it was taken, when, with what or by whom: EXIF, XMP or IPTC.
pub fn has_exif(bytes: &[u8]) -> bool {
    let marked = |contents: &[u8]| {
        [&b"Exif"[..], b"http://ns.adobe.com/x", b"Photoshop"]
            .iter()
            .any(|mark| contents.starts_with(mark))
    };
    match decode(bytes) {
        Some(DynImage::Jpeg(jpeg)) => jpeg
            .segments()
            .iter()
            .any(|segment| marked(segment.contents())),
        Some(DynImage::Png(png)) => png.chunks().iter().any(|chunk| {
            chunk.kind() == *b"eXIf" || chunk.contents().starts_with(b"XML:com.adobe.xmp")
        }),
        Some(DynImage::WebP(webp)) => webp
            .chunks()
            .iter()
            .any(|chunk| WEBP_HIDDEN.contains(&chunk.id())),
        _ => false,
    }
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

/// The image as it is published: only what a browser needs to show it; other files unchanged. A phone's photo that says there which way is up is turned, because without
/// that it would lie on its side.
pub fn without_exif(bytes: Vec<u8>) -> Vec<u8> {
    if let Some(upright) = orientation(&bytes).and_then(|orientation| turn(&bytes, orientation)) {
        return upright;
    }
    match decode(&bytes) {
        Some(DynImage::Jpeg(mut jpeg)) => {
            jpeg.segments_mut()
                .retain(|segment| is_shown(segment.marker(), segment.contents()));
            jpeg.encoder().bytes().to_vec()
        }
        Some(DynImage::Png(mut png)) => {
            png.chunks_mut()
                .retain(|chunk| PNG_SHOWN.contains(&chunk.kind()));
            png.encoder().bytes().to_vec()
        }
        Some(DynImage::WebP(mut webp)) => {
            webp.set_exif(None);
            webp.chunks_mut()
                .retain(|chunk| !WEBP_HIDDEN.contains(&chunk.id()));
            webp.encoder().bytes().to_vec()
        }
        _ => bytes,
    }
}

/// The chunks of a PNG that have to do with showing it.
const PNG_SHOWN: [[u8; 4]; 17] = [
    *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"gAMA", *b"cHRM", *b"sRGB", *b"iCCP",
    *b"sBIT", *b"bKGD", *b"pHYs", *b"cICP", *b"acTL", *b"fcTL", *b"fdAT", *b"hIST",
];

/// The chunks of a WebP that have not.
const WEBP_HIDDEN: [[u8; 4]; 2] = [*b"EXIF", *b"XMP "];

/// Whether a segment of a JPEG has to do with showing it: everything but application data and comments, and of the application data the frame, the colour profile and Adobe's
/// colour transform.
fn is_shown(marker: u8, contents: &[u8]) -> bool {
    match marker {
        0xE0 | 0xEE => true,
        0xE2 => contents.starts_with(b"ICC_PROFILE"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
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
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    if let Some(profile) = profile {
        // A photo without its profile is still a photo.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder).ok()?;
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
    fn other_hidden_data_go_too() {
        use img_parts::jpeg::JpegSegment;
        let plain = photo(1);
        let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(plain.into()).unwrap();
        for (marker, contents) in [
            (0xE1, &b"http://ns.adobe.com/xap/1.0/\0GPSLatitude"[..]),
            (0xED, b"Photoshop 3.0\0where"),
            (0xFE, b"by whom"),
        ] {
            jpeg.segments_mut().insert(
                1,
                JpegSegment::new_with_contents(marker, img_parts::Bytes::copy_from_slice(contents)),
            );
        }
        let with = jpeg.encoder().bytes().to_vec();
        assert!(has_exif(&with));
        let without = without_exif(with);
        assert_eq!(shown_size(&without), Some((8, 4)));
        for hidden in ["GPSLatitude", "where", "by whom"] {
            assert!(
                !without
                    .windows(hidden.len())
                    .any(|w| w == hidden.as_bytes()),
                "{hidden}"
            );
        }
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
