//! Does a JPEG end where it should? The decoder fills what is missing with gray and reports success, and half a picture
//! must not pass for a whole one.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// True if the segments of a JPEG (ITU-T T.81, annex B) lead to its end-of-image marker. Thumbnails, which have end
/// markers of their own, are skipped with the segment that holds them.
pub(super) fn is_complete(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(marker) = marker_at(bytes, &mut at) else { return false };
        match marker {
            END_OF_IMAGE => return true,
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let Some(&[high, low]) = bytes.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([high, low]));
                if marker == START_OF_SCAN {
                    skip_scan(bytes, &mut at);
                }
            }
        }
    }
}

/// The next marker's code; moves `at` behind it. Fill bytes before a marker are allowed, and so is junk.
fn marker_at(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let pair = bytes.get(*at..*at + 2)?;
        if pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF) {
            *at += 2;
            return Some(pair[1]);
        }
        *at += 1;
    }
}

/// Moves `at` over entropy-coded data, where 0xFF is followed by 0 or by a restart marker.
fn skip_scan(bytes: &[u8], at: &mut usize) {
    while let Some(step) = bytes.get(*at..).and_then(|rest| rest.iter().position(|&byte| byte == 0xFF)) {
        *at += step;
        match bytes.get(*at + 1) {
            Some(0x00 | 0xD0..=0xD7) => *at += 2,
            Some(0xFF) => *at += 1,
            _ => return,
        }
    }
    *at = bytes.len();
}
