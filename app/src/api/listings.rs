//! Published listings: search them, read one.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use backend::{
    Backend,
    search::{Explanation, ListingCardData},
};
use domain::{id::ListingId, search::Query};
use utoipa::IntoParams;

use super::{
    answers::{FoundListing, IgnoredParameter, ListingDetail, ListingPage, UnderstoodFilter},
    problem::Problem,
};

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `Query::from_query_string` reads")]
pub struct SearchParameters {
    /// Words as people type them, in Chinese, pinyin or initials. Filters are read out of them: `列东 两室一厅 1500以内`.
    /// Put a piece in double quotes to have it searched as it stands.
    q: Option<String>,
    city: Option<Vec<String>>,
    /// Several values of one name widen the search, different names narrow it.
    district: Option<Vec<String>>,
    street: Option<Vec<String>>,
    estate: Option<Vec<String>>,
    /// `latitude,longitude,system,metres`, and perhaps a name to show: `26.263512,117.638900,gcj02,2000`. The system is
    /// `gcj02` (maps of China) or `wgs84` (satellite receivers); the distance 100 to 50000.
    near: Option<String>,
    /// A part of the map: `south,west,north,east,system`.
    r#box: Option<String>,
    /// `whole` or `shared`.
    mode: Option<String>,
    /// `single`, `1` to `4`, `5` for five and more; several separated by commas.
    rooms: Option<String>,
    /// Whole yuan a month.
    rent_min: Option<u32>,
    rent_max: Option<u32>,
    /// Square metres.
    area_min: Option<u32>,
    area_max: Option<u32>,
    /// `south`, `south-east`, … or `through` (south and north); several separated by commas.
    facing: Option<String>,
    /// All of these codes, separated by commas: `elevator`, `private-bathroom`, `furnished`, …
    facilities: Option<String>,
    /// `1`: only what the centre has checked.
    verified: Option<String>,
    /// `YYYY-MM-DD`.
    available_by: Option<String>,
    /// `fit`, `newest`, `rent-up`, `rent-down`, `area` or, with `near`, `distance`.
    sort: Option<String>,
    /// 1 to 50, 20 unless given.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u8>,
    /// The `next` of the page before, in the same order.
    after: Option<String>,
}

/// Search published listings.
#[utoipa::path(
    get,
    path = "/api/v1/listings",
    params(SearchParameters),
    responses(
        (status = 200, description = "A page of results", body = ListingPage),
        (status = 503, description = "The search is being made ready", body = Problem)
    )
)]
pub async fn search(State(backend): State<Backend>, RawQuery(query): RawQuery) -> Result<Json<ListingPage>, Problem> {
    let mut parsed = Query::from_query_string(query.as_deref().unwrap_or_default());
    let page = backend::search::find(&backend, &parsed.query, false).await?;
    parsed.settle(&page.understood.filters);
    let explained = backend::search::explain(&backend, &page.query, &page).await?;
    let near = page.understood.filters.near.as_ref();
    let item = |(card, explanation): (ListingCardData, Explanation)| {
        let distance_m = near.and_then(|near| Some(near.point.distance_to(card.point?).to_hundreds()));
        let mut item = FoundListing::from((card, explanation));
        item.listing.distance_m = distance_m;
        item
    };
    let text = page.query.text();
    let piece = |dropped: &backend::search::Dropped| text.get(dropped.span.clone()).map(str::to_owned);
    let dropped = page.dropped.iter().filter_map(piece).collect();
    let q = page.respelling.is_some().then(|| text.to_owned());
    let chips = page.understood.chips(&page.query);
    Ok(Json(ListingPage {
        total: page.total,
        sort: page.understood.filters.order(page.query.sort).code(),
        understood: chips
            .into_iter()
            .map(|chip| UnderstoodFilter::of(chip, page.query.text()))
            .collect(),
        notes: page.understood.notes().iter().map(|note| note.code()).collect(),
        shortened: page.understood.shortened,
        items: page.cards.into_iter().zip(explained).map(item).collect(),
        next: page.next.map(|next| next.to_string()),
        dropped,
        searched_for: q,
        ignored: parsed
            .ignored
            .into_iter()
            .map(|ignored| IgnoredParameter {
                key: ignored.key,
                value: ignored.value,
                code: ignored.code,
            })
            .collect(),
    }))
}

/// Read one published listing.
#[utoipa::path(
    get,
    path = "/api/v1/listings/{id}",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The listing", body = ListingDetail),
        (status = 404, description = "There is none with this id, or it is not published", body = Problem)
    )
)]
pub async fn show(State(backend): State<Backend>, Path(id): Path<String>) -> Result<Json<ListingDetail>, Problem> {
    let id: ListingId = id.parse().map_err(|_| Problem::not_found())?;
    let listing = backend::search::published_listing(&backend, id).await?;
    listing
        .map(|listing| Json(listing.into()))
        .ok_or_else(Problem::not_found)
}
