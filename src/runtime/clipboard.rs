//! Sets the clipboard through the terminal (xterm, "Operating System Commands", 52). It is the reader's own clipboard,
//! even over SSH.

/// The most bytes of a sequence that terminals accept: xterm's limit.
const MOST: usize = 74_994;

/// The sequence that puts a text into the clipboard; `None` if the text is too long.
pub(super) fn sequence(text: &str) -> Option<String> {
    let sequence = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    (sequence.len() <= MOST).then_some(sequence)
}

/// Base 64 with padding (S. Josefsson, 2006, RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |n: usize| u32::from(three.get(n).copied().unwrap_or_default());
        let all = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * n)) as usize & 63];
            out.push(if n <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 4648, section 10.
    #[test]
    fn base_64_is_that_of_the_standard() {
        let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|word| base64(word.as_bytes()));
        assert_eq!(words, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
        assert_eq!(base64("σ".as_bytes()), "z4M=");
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }

    #[test]
    fn what_is_too_long_is_not_sent_in_part() {
        assert!(sequence(&"x".repeat(56_000)).is_some_and(|sequence| sequence.len() <= MOST));
        assert_eq!(sequence(&"x".repeat(57_000)), None);
    }
}
