//! Pictures in cells: sizes, glyphs, tones.

use ndarray::Array2;
use std::collections::BTreeSet;

use actlab::{
    picture::{Picture, Raster},
    tile::{CELL_HEIGHT, CELL_WIDTH, CellTone, ColorDepth, GlyphSet, Tile, Tiles, fit, fit_raster, fitted_size},
};
use proptest::prelude::*;

use super::{DEPTHS, rings};

fn picture(width: usize, height: usize, levels: &[u8]) -> Picture {
    Picture::from_levels(&Array2::from_shape_vec((height, width), levels.to_vec()).unwrap()).unwrap()
}

fn allowed(set: GlyphSet, glyph: char) -> bool {
    let block = ('\u{2580}'..='\u{259F}').contains(&glyph) || glyph == ' ';
    let legacy = ('\u{1FB00}'..='\u{1FB6F}').contains(&glyph) || "◢◣◤◥".contains(glyph);
    let octant = ('\u{1CD00}'..='\u{1CDE5}').contains(&glyph)
        || "\u{1CEA0}\u{1CEA3}\u{1CEA8}\u{1CEAB}\u{1FB82}\u{1FB85}\u{1FBE6}\u{1FBE7}".contains(glyph);
    match set {
        GlyphSet::Half => " ▀▄█░▒▓".contains(glyph),
        GlyphSet::Quadrant => block,
        GlyphSet::Sextant => block || legacy,
        GlyphSet::Octant => block || legacy || octant,
        GlyphSet::Ascii => (' '..='~').contains(&glyph),
        GlyphSet::Shade => " ░▒▓█".contains(glyph),
    }
}

fn fits(depth: ColorDepth, tone: CellTone, blank: bool) -> bool {
    match (depth, tone) {
        (ColorDepth::TrueColor, CellTone::Gray(_)) | (ColorDepth::Indexed256, CellTone::Indexed(16..)) => true,
        (ColorDepth::Ansi16, CellTone::Indexed(index)) => [0, 7, 8, 15].contains(&index),
        (ColorDepth::None, tone) => tone == CellTone::Default,
        (_, CellTone::Default) => blank,
        _ => false,
    }
}

fn every_tile(tiles: &Tiles) -> impl Iterator<Item = &Tile> {
    (0..tiles.rows).flat_map(|row| tiles.row(row))
}

proptest! {
    #[test]
    fn any_picture_fills_any_size_with_glyphs_of_its_set(
        (width, height, levels) in (1_usize..40, 1_usize..40).prop_flat_map(|(width, height)| {
            let levels = prop::collection::vec(any::<u8>(), width * height);
            (Just(width), Just(height), levels)
        }),
        columns in 0_usize..7,
        rows in 0_usize..5,
        set in prop::sample::select(GlyphSet::ALL.to_vec()),
        depth in prop::sample::select(DEPTHS.to_vec()),
        light: bool,
    ) {
        let picture = picture(width, height, &levels);
        let tiles = fit(&picture, &picture.centred(1.0), columns, rows, set, depth, light);
        prop_assert_eq!((tiles.columns, tiles.rows), (columns, rows));
        prop_assert_eq!(every_tile(&tiles).count(), columns * rows);
        prop_assert!(tiles.get(columns, 0).is_none() && tiles.get(0, rows).is_none());
        for tile in every_tile(&tiles) {
            prop_assert!(allowed(set, tile.glyph), "{:?} in {}", tile.glyph, set);
            prop_assert!(fits(depth, tile.paper, false), "{:?} at {:?}", tile, depth);
            prop_assert!(fits(depth, tile.ink, tile.glyph == ' '), "{:?} at {:?}", tile, depth);
        }
    }

    #[test]
    fn a_fitted_size_fits_and_keeps_the_proportions(
        width in 1_u32..5000, height in 1_u32..5000, max_columns in 1_usize..300, max_rows in 1_usize..100,
    ) {
        let (columns, rows) = fitted_size(width, height, max_columns, max_rows);
        prop_assert!((1..=max_columns).contains(&columns) && (1..=max_rows).contains(&rows));
        prop_assert!(columns == max_columns || rows == max_rows, "{columns}×{rows} leaves room on both sides");
        let (ideal_columns, ideal_rows) =
            (rows as f64 * 2.0 * f64::from(width) / f64::from(height), columns as f64 * f64::from(height) / f64::from(width) / 2.0);
        let near = |cells: usize, ideal: f64| (cells as f64 - ideal).abs() <= 0.5 + 1e-9 || cells == 1;
        prop_assert!(near(columns, ideal_columns) || near(rows, ideal_rows));
    }
}

#[test]
fn fitted_sizes_known_by_hand() {
    assert_eq!(fitted_size(512, 512, 80, 20), (40, 20));
    assert_eq!(fitted_size(512, 512, 40, 40), (40, 20));
    assert_eq!(fitted_size(1000, 1, 40, 20), (40, 1));
    assert_eq!(fitted_size(1, 1000, 40, 20), (1, 20));
    for (w, h, c, r) in [(0, 5, 9, 9), (5, 0, 9, 9), (5, 5, 0, 9), (5, 5, 9, 0)] {
        assert_eq!(fitted_size(w, h, c, r), (0, 0));
    }
}

/// The pixels that a block element covers.
fn quadrants(glyph: char) -> [bool; 4] {
    let bits = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█']
        .iter()
        .position(|known| *known == glyph)
        .unwrap_or_else(|| panic!("{glyph:?} is no quadrant"));
    std::array::from_fn(|quadrant| bits >> quadrant & 1 == 1)
}

#[test]
fn quadrant_patterns_come_back_exactly() {
    for pattern in 0..16_u8 {
        let levels: Vec<u8> = (0..4).map(|quadrant| if pattern >> quadrant & 1 == 1 { 201 } else { 40 }).collect();
        let picture = picture(2, 2, &levels);
        for set in [GlyphSet::Quadrant, GlyphSet::Sextant, GlyphSet::Octant] {
            let tiles = fit(&picture, &picture.raw(), 1, 1, set, ColorDepth::TrueColor, false);
            let tile = tiles.get(0, 0).unwrap();
            let shown = quadrants(tile.glyph).map(|inked| if inked { tile.ink } else { tile.paper });
            assert_eq!(shown.to_vec(), levels.iter().map(|&level| CellTone::Gray(level)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_flat_cell_is_a_space_and_stays_one_in_faint_noise() {
    let tile = |levels: Vec<u8>, depth| {
        let picture = picture(2, 2, &levels);
        *fit(&picture, &picture.raw(), 1, 1, GlyphSet::Octant, depth, false).get(0, 0).unwrap()
    };
    let space = |paper| Tile { glyph: ' ', ink: CellTone::Default, paper };
    assert_eq!(tile(vec![93; 4], ColorDepth::TrueColor), space(CellTone::Gray(93)));
    let faint = tile(vec![93, 94, 93, 94], ColorDepth::TrueColor);
    assert_eq!((faint.glyph, faint.ink), (' ', CellTone::Default), "one level apart");
    assert_eq!(tile(vec![93, 96, 93, 96], ColorDepth::TrueColor).glyph, '▌', "three levels apart");
    assert_eq!(tile(vec![95; 4], ColorDepth::Indexed256), space(CellTone::Indexed(59)));
    assert_eq!(tile(vec![95, 96, 95, 95], ColorDepth::Indexed256), space(CellTone::Indexed(59)));
    assert_eq!(tile(vec![127; 4], ColorDepth::Ansi16), space(CellTone::Indexed(8)));
    assert_eq!(tile(vec![0; 4], ColorDepth::None), space(CellTone::Default));
}

#[test]
fn without_colours_light_terminals_get_the_negative() {
    let picture = picture(2, 2, &[255, 0, 0, 0]);
    let glyph = |light| {
        fit(&picture, &picture.raw(), 1, 1, GlyphSet::Quadrant, ColorDepth::None, light).get(0, 0).unwrap().glyph
    };
    assert_eq!((glyph(false), glyph(true)), ('▘', '▟'));
}

#[test]
fn equal_rasters_give_equal_tiles() {
    let picture = rings();
    let raster = Raster::new(&picture, &picture.raw(), 20 * CELL_WIDTH, 10 * CELL_HEIGHT);
    for set in GlyphSet::ALL.iter().copied() {
        for depth in DEPTHS {
            let tiles = fit_raster(&raster, set, depth, false);
            assert_eq!(tiles, fit(&picture, &picture.raw(), 20, 10, set, depth, false));
            let named: BTreeSet<char> = set.glyphs(depth).into_iter().collect();
            assert!(every_tile(&tiles).all(|tile| named.contains(&tile.glyph)), "{set} {depth:?}");
        }
    }
}

#[test]
fn sets_are_named_and_unknown_names_get_a_sentence() {
    for set in GlyphSet::ALL.iter().copied() {
        assert_eq!(set.to_string().parse::<GlyphSet>(), Ok(set));
    }
    let said = "braille".parse::<GlyphSet>().unwrap_err().to_string();
    assert!(said.contains("braille") && said.contains("half, quadrant, sextant, octant, ascii, shade"), "{said}");
}
