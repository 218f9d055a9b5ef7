//! The effect of an activation on a picture.

use actlab::picture::{Picture, Raster};

fn ramp() -> Picture {
    Picture::from_levels(&ndarray::arr2(&[[0, 50, 100, 150, 250]])).unwrap()
}

#[test]
fn raw_shows_levels_as_they_are() {
    let toned = ramp().raw();
    assert_eq!((toned.min(), toned.max()), (0.0, 250.0 / 255.0));
    assert_eq!((toned.shown()[0], toned.shown()[50], toned.shown()[250]), (0.0, 50.0, 250.0));
}

#[test]
fn centred_is_zero_at_the_median_and_stretched_to_black_and_white() {
    let toned = ramp().centred(2.0);
    assert_eq!(toned.tones()[100], 0.0);
    assert!((toned.max() - 2.0 * 150.0 / 255.0).abs() < 1e-15);
    assert!((toned.spread() - 2.0 * 250.0 / 255.0).abs() < 1e-15);
    assert_eq!((toned.shown()[0], toned.shown()[250]), (0.0, 255.0));
    assert!((toned.shown()[100] - 102.0).abs() < 1e-4);
}

#[test]
fn a_function_is_asked_once_for_all_levels() {
    let mut calls = 0;
    let toned = ramp().through(1.0, |inputs, tones| {
        calls += 1;
        assert_eq!(inputs.len(), 256);
        assert!((inputs[255] - inputs[0] - 1.0).abs() < 1e-15, "levels span one at gain 1");
        for (tone, x) in tones.iter_mut().zip(inputs) {
            *tone = x.max(0.0);
        }
    });
    assert_eq!(calls, 1);
    assert_eq!(toned.min(), 0.0);
    assert_eq!((toned.shown()[0], toned.shown()[100], toned.shown()[250]), (0.0, 0.0, 255.0));
}

#[test]
fn only_levels_that_occur_count_and_others_are_clamped() {
    let toned = ramp().through(1.0, |inputs, tones| tones.copy_from_slice(inputs));
    assert_eq!((toned.shown()[250], toned.shown()[255]), (255.0, 255.0));
}

#[test]
fn a_flat_result_is_middle_gray_and_values_that_are_not_finite_do_no_harm() {
    let flat = ramp().through(1.0, |_, tones| tones.fill(3.0));
    assert_eq!((flat.spread(), flat.shown()[0]), (0.0, 127.5));
    let wild = ramp().through(1.0, |_, tones| {
        tones[0] = f64::NEG_INFINITY;
        tones[50] = f64::NAN;
        tones[100] = -f64::MAX;
        tones[150] = f64::MAX;
        tones[250] = f64::INFINITY;
    });
    assert_eq!([0, 50, 100, 150, 250].map(|level| wild.shown()[level]), [0.0, 127.5, 0.0, 255.0, 255.0]);
    assert_eq!((wild.min(), wild.max()), (-f64::MAX, f64::MAX));
    let lost = ramp().through(1.0, |_, tones| tones.fill(f64::NAN));
    assert_eq!((lost.min(), lost.max(), lost.shown()[7]), (0.0, 0.0, 127.5));
}

#[test]
fn area_average_weighs_parts_of_pixels() {
    let picture = Picture::from_levels(&ndarray::arr2(&[[0, 90, 240]])).unwrap();
    let halves = Raster::new(&picture, &picture.raw(), 2, 2);
    // The left half contains all of 0 and half of 90, the right half the other half of 90 and all of 240.
    for (pixel, expected) in halves.pixels().iter().zip([30.0, 190.0, 30.0, 190.0]) {
        assert!((pixel - expected).abs() < 1e-4, "{pixel} for {expected}");
    }
    let same = Raster::new(&picture, &picture.raw(), 3, 1);
    assert_eq!(same.pixels(), [0.0, 90.0, 240.0]);
    assert!(Raster::from_pixels(2, 2, vec![0.0; 3]).is_none());
}
