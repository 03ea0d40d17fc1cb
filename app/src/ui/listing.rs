//! A listing, as a card in a list and as the head of its own page.

use leptos::prelude::*;

use super::{BadgeText, Badges, Glyph, Icon, MarkedText, MaybeText, Money, RoomPlaceholder, Tick, TickBox};

/// A picture with its size, so that nothing jumps while it loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub src: String,
    /// What the picture shows; empty when the title beside it says as much.
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

/// What a [`ListingCard`] shows, ready to print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingSummary {
    pub href: String,
    pub photo: Option<Photo>,
    pub rent_yuan: u32,
    /// “元/月”.
    pub rent_unit: String,
    /// “整租 · 2室1厅 · 75㎡ · 南”.
    pub title: String,
    /// “列东街道 · 江滨新村”.
    pub place: MarkedText,
    /// “距三明北站约 1.2 公里”.
    pub distance: MaybeText,
    /// Why a search found it, where that can't be seen.
    pub why: MarkedText,
    pub badges: Vec<BadgeText>,
    /// “3 天前确认”, “从 58 导入,未核验”.
    pub freshness: MaybeText,
    pub heart: Option<Heart>,
    /// Chooses it, to be compared with others.
    pub tick: Option<TickBox>,
}

/// The button that keeps a listing (收藏) or lets it go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heart {
    /// Where its form is sent.
    pub action: String,
    /// Where it comes back to.
    pub to: String,
    pub kept: bool,
    /// Names the listing: a page has many hearts.
    pub label: String,
    /// The id of the card, so that the page comes back where it was.
    pub anchor: String,
}

impl Heart {
    /// Hidden fields of the form.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let keep = if self.kept { "no" } else { "yes" };
        vec![("to", self.to.clone()), ("keep", keep.to_owned())]
    }
}

/// Pressed when the listing is kept.
#[component]
pub fn HeartButton(heart: Heart) -> impl IntoView {
    let fields = heart.fields();
    view! {
        <form method="post" action=heart.action>
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button type="submit" class="heart" aria-pressed=if heart.kept { "true" } else { "false" } aria-label=heart.label>
                <Icon glyph=Glyph::Heart/>
            </button>
        </form>
    }
    .into_any()
}

/// “2 bed · 1 living”: a line ends behind a point, never within a fact.
pub(super) fn whole_facts(title: &str) -> String {
    let facts: Vec<_> = title.split(" · ").map(|fact| fact.replace(' ', "\u{a0}")).collect();
    facts.join("\u{a0}· ")
}

fn picture(photo: Option<Photo>, eager: bool, seed: String) -> impl IntoView + use<> {
    match photo {
        Some(photo) => view! {
            <img
                src=photo.src
                alt=photo.alt
                width=photo.width
                height=photo.height
                loading=if eager { "eager" } else { "lazy" }
                decoding="async"
            />
        }
        .into_any(),
        None => view! { <RoomPlaceholder seed/> }.into_any(),
    }
}

/// A listing in a list. The whole card is one link; its heart lies over the picture's corner. Children stand below the text.
#[component]
pub fn ListingCard(
    listing: ListingSummary,
    /// One of the first on the page: its picture is loaded at once.
    #[prop(optional)]
    eager: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let drawn = listing.photo.is_none();
    let (of, with_tick) = (listing.title.clone(), listing.tick.is_some());
    let anchor = listing
        .heart
        .as_ref()
        .map(|heart| heart.anchor.clone())
        .filter(|anchor| !anchor.is_empty());
    view! {
        <article class="listing-card" class:with-tick=with_tick id=anchor>
            <div class="listing-photo" class:drawn=drawn>{picture(listing.photo, eager, listing.href.clone())}</div>
            <div class="listing-text">
                <h3 class="listing-title">
                    <a href=listing.href>{whole_facts(&listing.title)}</a>
                </h3>
                <p class="listing-price"><Money yuan=listing.rent_yuan unit=listing.rent_unit/></p>
                <p class="listing-place">
                    <Icon glyph=Glyph::Pin/>
                    <span>
                        {listing.place.view()}
                        {listing.distance.into_option().map(|text| view! { <span class="listing-distance">{text}</span> })}
                    </span>
                </p>
                {(!listing.why.is_empty()).then(|| view! { <p class="listing-why">{listing.why.view()}</p> })}
                <Badges badges=listing.badges/>
                {listing.freshness.into_option().map(|text| view! { <p class="listing-fresh">{text}</p> })}
            </div>
            {listing.heart.map(|heart| view! { <div class="listing-save"><HeartButton heart/></div> })}
            {listing.tick.map(|tick| view! { <div class="listing-tick"><Tick tick of/></div> })}
            {children.map(|children| view! { <div class="listing-more">{children()}</div> })}
        </article>
    }
    .into_any()
}

/// Cards below each other (results on a desk: picture left) or, with `tiles`, beside each other (home, similar listings).
#[component]
pub fn ListingList(
    listings: Vec<ListingSummary>,
    #[prop(optional)] tiles: bool,
    /// One row that scrolls to the side, under this name.
    #[prop(optional, into)]
    row: MaybeText,
    /// How many pictures are visible at once when the page opens.
    #[prop(default = 3)]
    eager: usize,
) -> impl IntoView {
    let in_row = row.is_some();
    // What scrolls must be reachable by keyboard.
    view! {
        <ul class="listing-list" class:tiles=tiles class:row=in_row aria-label=row.into_option() tabindex=in_row.then_some("0")>
            {listings
                .into_iter()
                .enumerate()
                .map(|(at, listing)| view! { <li><ListingCard listing eager={at < eager}/></li> })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// The pictures of a listing: the first large, the others beside it; on a phone a row to swipe.
#[component]
pub fn PhotoGallery(
    #[prop(into)] label: String,
    photos: Vec<Photo>,
    /// The listing's address: without photos, its page shows the same drawing as its card.
    #[prop(optional, into)]
    seed: String,
) -> impl IntoView {
    let many = photos.len() > 1;
    let pictures = if photos.is_empty() {
        view! { <li><RoomPlaceholder seed/></li> }.into_any()
    } else {
        photos
            .into_iter()
            .enumerate()
            .map(|(at, photo)| view! { <li>{picture(Some(photo), at == 0, String::new())}</li> })
            .collect_view()
            .into_any()
    };
    // A row that scrolls must be reachable by keyboard.
    view! { <ul class="photo-gallery" class:many=many aria-label=label tabindex=many.then_some("0")>{pictures}</ul> }
        .into_any()
}

/// A fact of a listing with its icon: “2室1厅”, “75㎡”, “朝南”, “6/18 层”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub icon: Glyph,
    pub label: String,
    pub value: String,
}

/// The four or six facts that decide, big, under the pictures.
#[component]
pub fn FactRow(facts: Vec<Fact>) -> impl IntoView {
    view! {
        <dl class="fact-row">
            {facts
                .into_iter()
                .map(|fact| {
                    view! {
                        <div>
                            <dt><Icon glyph=fact.icon/>{fact.label}</dt>
                            <dd>{fact.value}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// The price and the one thing to do next; sticks beside the facts on a desk, stands under the pictures on a phone.
#[component]
pub fn PriceBox(
    rent_yuan: u32,
    #[prop(into)] rent_unit: String,
    /// “押一付三”, “押金 1,350 元”.
    #[prop(optional, into)]
    terms: MaybeText,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="price-box">
            <p class="price"><Money yuan=rent_yuan unit=rent_unit/></p>
            {terms.into_option().map(|terms| view! { <p class="soft">{terms}</p> })}
            {children()}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_link_with_price_and_place() {
        let listing = ListingSummary {
            href: "/listings/1".into(),
            rent_yuan: 1850,
            rent_unit: "元/月".into(),
            title: "整租 · 2室1厅".into(),
            place: "列东街道 · 江滨新村".into(),
            ..ListingSummary::default()
        };
        let html = view! { <ListingCard listing/> }.to_html();
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
        assert!(html.contains("1,850") && html.contains("江滨新村"), "{html}");
    }
}
