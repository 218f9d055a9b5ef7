//! How well one colour is seen on another.

use ratatui::style::Color;

/// Red, green and blue of the sixteen, as xterm has them.
const NAMED: [(Color, [f64; 3]); 16] = [
    (Color::Black, [0.0, 0.0, 0.0]),
    (Color::Red, [205.0, 0.0, 0.0]),
    (Color::Green, [0.0, 205.0, 0.0]),
    (Color::Yellow, [205.0, 205.0, 0.0]),
    (Color::Blue, [0.0, 0.0, 238.0]),
    (Color::Magenta, [205.0, 0.0, 205.0]),
    (Color::Cyan, [0.0, 205.0, 205.0]),
    (Color::Gray, [229.0, 229.0, 229.0]),
    (Color::DarkGray, [127.0, 127.0, 127.0]),
    (Color::LightRed, [255.0, 0.0, 0.0]),
    (Color::LightGreen, [0.0, 255.0, 0.0]),
    (Color::LightYellow, [255.0, 255.0, 0.0]),
    (Color::LightBlue, [92.0, 92.0, 255.0]),
    (Color::LightMagenta, [255.0, 0.0, 255.0]),
    (Color::LightCyan, [0.0, 255.0, 255.0]),
    (Color::White, [255.0, 255.0, 255.0]),
];

fn luminance(color: Color) -> f64 {
    let named = NAMED.iter().find(|(known, _)| *known == color).map(|(_, parts)| *parts);
    let linear = |part: f64| match part / 255.0 {
        part if part <= 0.040_45 => part / 12.92,
        part => libm::pow((part + 0.055) / 1.055, 2.4),
    };
    let [r, g, b] = named.or_else(|| parts(color)).unwrap_or_default().map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of WCAG 2, 1 to 21.
pub fn ratio(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Red, green and blue of a colour; of the sixteen there is no saying which they are.
pub fn parts(color: Color) -> Option<[f64; 3]> {
    let level = |n: u8| if n == 0 { 0.0 } else { 55.0 + 40.0 * f64::from(n) };
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b].map(f64::from)),
        Color::Indexed(n @ 16..=231) => Some([(n - 16) / 36, (n - 16) / 6 % 6, (n - 16) % 6].map(level)),
        Color::Indexed(n @ 232..) => Some([8.0 + 10.0 * f64::from(n - 232); 3]),
        _ => None,
    }
}
