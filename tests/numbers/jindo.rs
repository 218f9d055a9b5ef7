//! The default picture must suit its purpose: square, gray, and with enough tones on both sides of the middle that
//! every activation function changes it visibly.

use image::{ColorType, GrayImage, ImageResult};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/images/jindo.png");

fn picture() -> ImageResult<GrayImage> {
    Ok(image::open(PATH)?.to_luma8())
}

fn sorted_levels() -> ImageResult<Vec<u8>> {
    let mut levels = picture()?.into_raw();
    levels.sort_unstable();
    Ok(levels)
}

#[test]
fn is_gray_512_pixels_square_and_small_on_disk() -> ImageResult<()> {
    let picture = image::open(PATH)?;
    assert_eq!(picture.color(), ColorType::L8);
    assert_eq!((picture.width(), picture.height()), (512, 512));
    let bytes = std::fs::metadata(PATH)?.len();
    assert!(bytes <= 250_000, "{bytes} bytes");
    Ok(())
}

#[test]
fn has_many_tones_around_a_middle_median() -> ImageResult<()> {
    let levels = sorted_levels()?;
    let median = levels[levels.len() / 2];
    assert!((100..=160).contains(&median), "median {median}");
    let mut distinct = levels.clone();
    distinct.dedup();
    assert!(distinct.len() >= 200, "{} levels", distinct.len());
    Ok(())
}

#[test]
fn has_dark_and_light_tails() -> ImageResult<()> {
    let levels = sorted_levels()?;
    let percentile = |share: usize| levels[levels.len() * share / 100];
    assert!(percentile(5) < 40, "5th percentile {}", percentile(5));
    assert!(percentile(95) > 190, "95th percentile {}", percentile(95));
    Ok(())
}

#[test]
fn the_step_at_the_median_leaves_a_light_head_on_a_dark_wall() -> ImageResult<()> {
    let gray = picture()?;
    let levels = sorted_levels()?;
    let median = levels[levels.len() / 2];
    let light_share = |left: u32, top: u32, side: u32| {
        let inside = (0..side * side).filter(|k| gray.get_pixel(left + k % side, top + k / side).0[0] > median);
        inside.count() as f64 / f64::from(side * side)
    };
    assert!(light_share(0, 0, 90) < 0.01, "the upper left corner stays dark");
    assert!(light_share(440, 0, 70) < 0.01, "the upper right corner stays dark");
    assert!(light_share(180, 290, 60) > 0.9, "the bridge of the nose is light");
    assert!(light_share(150, 370, 24) < 0.2, "the nose is dark");
    Ok(())
}
