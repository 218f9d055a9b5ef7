//! Checks that a JPEG is complete. The decoder fills missing data with gray and reports success, but half a picture
//! must be an error.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// The header of a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    width: u64,
    height: u64,
    /// Whether the picture is encoded in several scans, each of which refines it.
    pub(super) progressive: bool,
    /// The number of components.
    pub(super) components: u8,
    /// Id, horizontal and vertical sampling factor of each of the first four components.
    parts: [(u8, u64, u64); 4],
}

/// The header of the frame, if there is one that can be read.
pub(super) fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut at = 2;
    loop {
        let marker = marker_at(bytes, &mut at)?;
        match marker {
            END_OF_IMAGE | START_OF_SCAN => return None,
            0x01 | 0xD0..=0xD8 => {}
            // C4, C8 and CC are tables and a reserved code.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Frame::read(marker, segment(bytes, &mut at)?);
            }
            _ => drop(segment(bytes, &mut at)?),
        }
    }
}

impl Frame {
    fn read(marker: u8, segment: &[u8]) -> Option<Self> {
        let &[_, y1, y0, x1, x0, components, ref rest @ ..] = segment else { return None };
        let mut parts = [(0, 0, 0); 4];
        for (part, spec) in parts.iter_mut().zip(rest.chunks_exact(3)).take(usize::from(components)) {
            *part = (spec[0], u64::from(spec[1] >> 4), u64::from(spec[1] & 15));
        }
        Some(Self {
            width: u64::from(u16::from_be_bytes([x1, x0])),
            height: u64::from(u16::from_be_bytes([y1, y0])),
            progressive: matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE),
            components,
            parts,
        })
    }

    fn parts(&self) -> impl Iterator<Item = &(u8, u64, u64)> {
        self.parts.iter().take(usize::from(self.components))
    }

    /// The number of blocks of 8 × 8 samples in a scan of these components.
    fn blocks(&self, ids: &[u8]) -> u64 {
        let most = |share: fn(&(u8, u64, u64)) -> u64| self.parts().map(share).max().unwrap_or(1).max(1);
        let (across, down) = (most(|part| part.1), most(|part| part.2));
        let scanned = || self.parts().filter(|part| ids.contains(&part.0));
        if let [_] = ids {
            // A scan of one component has only the blocks that its samples fill.
            let one = |part: &(u8, u64, u64)| {
                let side = |length: u64, share: u64, most: u64| (length * share).div_ceil(most).div_ceil(8);
                side(self.width, part.1, across) * side(self.height, part.2, down)
            };
            return scanned().map(one).sum();
        }
        let units = self.width.div_ceil(8 * across) * self.height.div_ceil(8 * down);
        units * scanned().map(|part| part.1 * part.2).sum::<u64>()
    }

    /// The smallest number of bits in the data of a scan: a code for the mean of each block, and one that ends the
    /// block. A progressive picture has one scan with means only, and the following scans may skip thousands of blocks.
    fn least_bits(&self, scan: &[u8]) -> u64 {
        let Some((&count, rest)) = scan.split_first() else { return 0 };
        let ids: Vec<u8> = rest.chunks_exact(2).take(usize::from(count)).map(|part| part[0]).collect();
        let first = rest.get(2 * usize::from(count)).copied();
        let bits = match (self.progressive, first) {
            (false, _) => 2,
            (true, Some(0)) => 1,
            (true, _) => 0,
        };
        bits * self.blocks(&ids)
    }
}

/// The content of a segment. Moves `at` to the byte after it.
fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a [u8]> {
    let &[high, low] = bytes.get(*at..*at + 2)? else { return None };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let content = bytes.get(*at + 2..*at + length);
    *at += length;
    content
}

/// True if the segments of a JPEG (ITU-T T.81, annex B) lead to its end-of-image marker, and each scan has at least as
/// much data as its blocks need. Thumbnails, which have their own end markers, are skipped with the segment that
/// contains them.
pub(super) fn is_complete(bytes: &[u8]) -> bool {
    let frame = frame(bytes);
    let mut at = 2;
    let mut scans = 0;
    loop {
        let Some(marker) = marker_at(bytes, &mut at) else { return false };
        match marker {
            END_OF_IMAGE => return scans > 0,
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let Some(content) = segment(bytes, &mut at) else { return false };
                if marker == START_OF_SCAN {
                    scans += 1;
                    let least = frame.map_or(0, |frame| frame.least_bits(content));
                    let begin = at;
                    skip_scan(bytes, &mut at);
                    if ((at - begin) as u64).saturating_mul(8) < least {
                        return false;
                    }
                }
            }
        }
    }
}

/// The next marker's code. Moves `at` to the byte after it. Fill bytes and other bytes before a marker are skipped.
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
