//! Our own drawings. Their colours are classes of `style/components/art.css`, so that they follow light and dark.

use leptos::prelude::*;

/// Which drawing an empty page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyArt {
    /// A window with a plant: nothing here yet.
    #[default]
    Window,
    /// Hills and a lens: nothing found.
    Search,
    /// A tray with a leaf: everything done.
    Tray,
}

/// The mark: a roof over two people.
pub(super) fn mark() -> impl IntoView {
    view! { <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" inner_html=MARK></svg> }
}

/// Roofs between forest hills, under the head of the home page.
pub(super) fn hills() -> impl IntoView {
    view! {
        <svg
            class="art hills"
            viewBox="0 0 1440 320"
            preserveAspectRatio="xMaxYMax slice"
            aria-hidden="true"
            focusable="false"
            inner_html=HILLS
        ></svg>
    }
}

/// The ridge of hills on which every page stands.
pub(super) fn ridge() -> impl IntoView {
    view! {
        <svg class="art ridge" viewBox="0 0 1440 64" preserveAspectRatio="none" aria-hidden="true" focusable="false" inner_html=RIDGE></svg>
    }
}

pub(super) fn empty(art: EmptyArt) -> impl IntoView {
    let shapes = match art {
        EmptyArt::Window => EMPTY_WINDOW,
        EmptyArt::Search => EMPTY_SEARCH,
        EmptyArt::Tray => EMPTY_TRAY,
    };
    view! { <svg class="art empty-art" viewBox="0 0 200 140" width="200" height="140" aria-hidden="true" focusable="false" inner_html=shapes></svg> }
}

/// Stands where a listing has no photo yet: a room with a window and a plant. `seed` (the listing's address) picks the furniture, the
/// walls and the side, so that a list does not repeat itself and a listing always has the same room.
#[component]
pub fn RoomPlaceholder(#[prop(optional, into)] seed: String) -> impl IntoView {
    let seed = seed
        .bytes()
        .fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let furniture = match seed % 3 {
        0 => ROOM_BED,
        1 => ROOM_SOFA,
        _ => ROOM_DESK,
    };
    let shapes = if seed / 9 % 2 == 0 {
        format!("{ROOM}{furniture}")
    } else {
        format!(r#"<g transform="matrix(-1 0 0 1 400 0)">{ROOM}{furniture}</g>"#)
    };
    view! {
        <svg
            class="art room"
            data-tint={seed / 3 % 3}
            viewBox="0 0 400 300"
            width="400"
            height="300"
            preserveAspectRatio="xMidYMax slice"
            aria-hidden="true"
            focusable="false"
            inner_html=shapes
        ></svg>
    }
}

const MARK: &str = r##"<path class="mark-roof" d="M3.5 16.5 16 5.5l12.5 11"/><circle class="mark-one" cx="10.8" cy="22.5" r="4"/><circle class="mark-two" cx="21.2" cy="22.5" r="4"/>"##;

const RIDGE: &str = r##"<path class="art-middle" d="M0 44C120 10 260 20 400 36S640 6 800 22s260 22 380 2 180-10 260 8v32H0z"/><path class="art-ground" d="M0 56c140-26 300-18 460-6s280-22 460-10 320 16 520-6v30H0z"/>"##;

const HILLS: &str = r##"<defs><g id="art-house"><path class="art-wall" d="M0 0h64v46H0z"/><path class="art-roof" d="M-12 2Q8-2 32-30 56-2 76 2L72 9H-8z"/><path class="art-pane" d="M9 17h14v13H9zM41 17h14v13H41z"/><path class="art-door" d="M27 24h10v22H27z"/></g><g id="art-block"><path class="art-wall" d="M0 0h74v128H0z"/><path class="art-eave" d="M-5-7h84V2H-5z"/><path class="art-pane" d="M10 14h14v13H10zM50 14h14v13H50zM30 40h14v13H30zM50 40h14v13H50zM10 66h14v13H10zM30 66h14v13H30zM50 92h14v13H50z"/><path class="art-pane art-lit" d="M30 14h14v13H30zM10 40h14v13H10zM50 66h14v13H50zM10 92h14v13H10zM30 92h14v13H30z"/></g><g id="art-tree"><path class="art-trunk" d="M-2 0h4v24h-4z"/><path class="art-leaf" d="M0-46c14 12 18 24 18 34A18 18 0 0 1-18-12C-18-22-14-34 0-46z"/></g></defs>
<circle class="art-sun" cx="1196" cy="74" r="38"/>
<path class="art-far" d="M0 196C120 128 240 112 380 158S600 92 742 128s214-66 352-44 212 66 346 22v214H0z"/>
<path class="art-middle" d="M0 236c150-66 280-62 420-28s240-54 400-40 240 34 360 8 190-30 260-4v148H0z"/>
<use href="#art-block" x="748" y="148"/><use href="#art-block" x="838" y="176"/><use href="#art-block" x="1290" y="158"/>
<use href="#art-house" x="936" y="214"/><use href="#art-house" x="1188" y="206"/><use href="#art-house" x="606" y="232"/><use href="#art-house" x="320" y="246"/>
<use href="#art-tree" x="724" y="248"/><use href="#art-tree" x="926" y="246"/><use href="#art-tree" x="1270" y="240"/><use href="#art-tree" x="1386" y="246"/><use href="#art-tree" x="586" y="262"/><use href="#art-tree" x="410" y="270"/>
<path class="art-near" d="M0 284c180-50 330-24 500-14s260-44 420-34 200 22 320 8 140-16 200-8v84H0z"/>
<use href="#art-house" x="1052" y="222"/><use href="#art-house" x="1100" y="238"/>
<use href="#art-tree" x="1034" y="256"/><use href="#art-tree" x="1186" y="262"/><use href="#art-tree" x="512" y="272"/><use href="#art-tree" x="540" y="278"/>
<path class="art-here" d="M0 308c220-30 420-2 640-8s360-36 520-22 200 10 280-4v46H0z"/>
<path class="art-river" d="M0 320c260-22 520-4 760-8s440-18 680-10v18z"/>"##;

const ROOM: &str = r##"<path class="art-room" d="M-1-1h402v302H-1z"/><path class="art-floor" d="M-1 226h402v75H-1z"/>
<path class="art-light" d="M118 52h116v106H118z"/><path class="art-far" d="M118 122c26-22 46-16 66-6s34-8 50-16v58H118z"/><path class="art-middle" d="M118 140c34-16 76-4 116-14v32H118z"/><path class="art-frame" d="M118 52h116v106H118zM176 52v106M108 158h136"/>
<path class="art-pot" d="M56 226h40l-6 34H62z"/><path class="art-leaf" d="M76 226c-26-10-34-34-30-54 20 8 30 26 30 54zM76 226c0-34 10-50 32-60 4 26-6 48-32 60zM75 226c-8-30-4-56 4-74 12 22 10 50-4 74z"/>"##;

const ROOM_BED: &str = r##"<path class="art-bed" d="M210 196h150v44H210z"/><path class="art-sheet" d="M210 186h104a14 14 0 0 1 14 14v18H210z"/><path class="art-pillow" d="M322 178h30a8 8 0 0 1 8 8v16h-38z"/><path class="art-line" d="M360 168v84M214 240v12"/>"##;

const ROOM_SOFA: &str = r##"<path class="art-line" d="M352 112v140M336 252h32"/><path class="art-lit" d="M334 84h36l10 32h-56z"/><path class="art-bed" d="M156 184a14 14 0 0 1 14-14h120a14 14 0 0 1 14 14v28H156z"/><path class="art-sheet" d="M144 196a10 10 0 0 1 22 0v18h128v-18a10 10 0 0 1 22 0v44H144z"/><path class="art-line" d="M156 244v8M304 244v8"/>"##;

const ROOM_DESK: &str = r##"<path class="art-line" d="M262 92h110M262 132h110"/><path class="art-leaf" d="M274 64h10v25h-10zM348 104h10v25h-10z"/><path class="art-pot" d="M288 58h9v31h-9zM300 70h12v19h-12z"/><path class="art-lit" d="M272 110h26v19h-26z"/><path class="art-bed" d="M240 184h134v10H240z"/><path class="art-line" d="M250 196v54M364 196v54M204 206v44M186 178v72M186 210h20"/><path class="art-pane" d="M318 156h34v26h-34z"/>"##;

const EMPTY_WINDOW: &str = r##"<path class="art-light" d="M50 14h100v84H50z"/><path class="art-far" d="M50 72c22-20 40-14 56-4s28-8 44-14v44H50z"/><path class="art-middle" d="M50 86c30-14 66-2 100-12v24H50z"/><path class="art-frame" d="M50 14h100v84H50zM100 14v84M38 98h124"/><path class="art-pot" d="M118 98h26l-4 26h-18z"/><path class="art-leaf" d="M131 98c-18-8-22-24-20-36 14 6 20 18 20 36zM131 98c0-22 8-34 22-40 3 18-4 32-22 40z"/>"##;

const EMPTY_SEARCH: &str = r##"<path class="art-far" d="M6 108C34 70 60 74 88 92s60-46 106-14v34H6z"/><path class="art-middle" d="M6 118c40-22 76-14 104-8s52-12 84-6v20H6z"/><path class="art-wall" d="M52 78h34v26H52z"/><path class="art-roof" d="M45 80q10-2 24-20 14 18 24 20z"/><circle class="art-lens" cx="122" cy="58" r="28"/><path class="art-lens" d="m142 78 24 26"/>"##;

const EMPTY_TRAY: &str = r##"<path class="art-floor" d="M30 84h140l12 34H18z"/><path class="art-tray" d="M30 84h42l8 12h40l8-12h42l10 34H20z"/><path class="art-leaf" d="M100 78c-24-10-30-32-26-52 20 8 28 26 26 52zM100 78c0-30 10-44 30-52 4 24-6 44-30 52z"/>"##;

#[cfg(test)]
mod tests {
    #[test]
    fn the_home_drawing_stays_small() {
        assert!(super::HILLS.len() < 6 * 1024, "{} bytes", super::HILLS.len());
    }
}
