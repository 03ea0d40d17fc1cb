//! The choices beside the results, each with how many listings it leaves.

use backend::{
    Backend,
    search::{Click, SearchPage},
};
use domain::{
    area::AreaCode,
    facility::Facility,
    lang::Lang,
    search::{
        AREA_BANDS, Facing, Filter, Group, Mode, PlaceName, Query, RENT_BANDS, Radius, Range, Reader, Rooms,
        availability,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    names::filter_text,
    near::{self, radius_text},
};
use crate::{
    href,
    parts::card::Viewer,
    ui::{Facet, FacetGroup, Filters, MaybeText, RangeFilter, grouped},
};

/// More names than this are better typed than looked for in a list.
const PLACES_MAX: usize = 40;

/// The districts of the centre's own city.
pub fn own_districts(backend: &Backend) -> Vec<Filter> {
    let Ok(city) = AreaCode::parse(&backend.config().centre.city_code) else {
        return vec![];
    };
    backend::area::children(city)
        .filter_map(|area| PlaceName::parse(area.name).ok())
        .map(Filter::District)
        .collect()
}

/// `own`: the districts of the centre's own city, which come before others.
pub fn facets(viewer: Viewer<'_>, query: &Query, page: &SearchPage, reader: &Reader, own: &[Filter]) -> AnyView {
    let lang = viewer.lang;
    let chosen = page.understood.filters.list().len();
    let label = match chosen {
        0 => tr!(lang, "search.filters"),
        count => tr!(lang, "search.filters_on", count = count),
    };
    let choices = Choices { lang, query, page, own };
    let views = [
        choices.places(Group::City, "city"),
        choices.places(Group::District, "district"),
        choices.places(Group::Street, "street"),
        choices.radii(),
        near::places(lang, query, page, reader),
        choices.list("rent", RENT_BANDS.map(Filter::Rent)),
        choices.range("rent", Group::Rent, page.understood.filters.rent),
        choices.list("rooms", Rooms::ALL.map(Filter::Rooms)),
        choices.list("mode", Mode::ALL.iter().copied().map(Filter::Mode)),
        choices.list("area", AREA_BANDS.map(Filter::Area)),
        choices.range("area", Group::Area, page.understood.filters.area),
        choices.list("facing", Facing::all().map(Filter::Facing)),
        choices.known("facility", Facility::ALL.iter().copied().map(Filter::Facility)),
        choices.availability(viewer.today),
        choices.list("verified", [Filter::Verified]),
    ];
    view! { <Filters label>{views.into_iter().collect_view()}</Filters> }.into_any()
}

struct Choices<'a> {
    lang: Lang,
    query: &'a Query,
    page: &'a SearchPage,
    own: &'a [Filter],
}

impl Choices<'_> {
    fn facet(&self, filter: &Filter) -> Facet {
        let understood = &self.page.understood;
        let (count, adds) = match self.page.click(filter) {
            Click::Shows(count) => (count, None),
            Click::Adds(more) => (more, Some(tr!(self.lang, "search.adds", count = grouped(more)))),
            Click::TakesBack => (self.page.counts.of(filter), None),
        };
        Facet {
            label: filter_text(self.lang, filter),
            count,
            adds: adds.into(),
            href: href::search(&understood.toggled(self.query, filter)),
            on: understood.filters.contains(filter),
        }
    }

    fn group(&self, name: &str, facets: Vec<Facet>) -> AnyView {
        let title = tr!(self.lang, &format!("search.group.{name}"));
        let more = tr!(self.lang, "search.more");
        view! { <FacetGroup title facets more/> }.into_any()
    }

    /// A closed list in its own order; nothing where no choice would leave anything.
    fn list(&self, name: &str, filters: impl IntoIterator<Item = Filter>) -> AnyView {
        let facets: Vec<_> = filters.into_iter().map(|filter| self.facet(&filter)).collect();
        if facets.iter().any(|facet| facet.count > 0 || facet.on) {
            self.group(name, facets)
        } else {
            ().into_any()
        }
    }

    /// By when a home is free. At the end of a month two of the days are one.
    fn availability(&self, today: Date) -> AnyView {
        let mut days = availability(today).to_vec();
        days.dedup();
        let mut facets: Vec<_> = days.iter().map(|day| self.facet(&Filter::AvailableBy(*day))).collect();
        if let Some(now) = facets.first_mut() {
            now.label = tr!(self.lang, "search.available_now");
        }
        match self.page.understood.filters.available_by {
            Some(day) if !days.contains(&day) => facets.insert(0, self.facet(&Filter::AvailableBy(day))),
            _ => {}
        }
        self.group("available", facets)
    }

    /// How far from the place that is searched near of.
    fn radii(&self) -> AnyView {
        let Some(near) = &self.page.understood.filters.near else {
            return ().into_any();
        };
        let facet = |radius| Facet {
            label: tr!(self.lang, "search.within", radius = radius_text(self.lang, radius)),
            ..self.facet(&Filter::Near(near.with_radius(radius)))
        };
        self.group("distance", Radius::CHOICES.map(facet).to_vec())
    }

    /// A long closed list, without what no listing has.
    fn known(&self, name: &str, filters: impl IntoIterator<Item = Filter>) -> AnyView {
        let mut facets: Vec<_> = filters.into_iter().map(|filter| self.facet(&filter)).collect();
        facets.retain(|facet| facet.count > 0 || facet.on);
        facets.sort_by_key(|facet| (!facet.on, std::cmp::Reverse(facet.count)));
        if facets.is_empty() {
            ().into_any()
        } else {
            self.group(name, facets)
        }
    }

    /// Names that listings carry. One name alone is no choice.
    fn places(&self, group: Group, name: &str) -> AnyView {
        let mut places = self.page.counts.places(group);
        places.sort_by_key(|(filter, _)| !self.own.contains(filter));
        places.truncate(PLACES_MAX);
        let mut filters: Vec<_> = places.into_iter().map(|(filter, _)| filter).collect();
        for filter in self.page.understood.filters.in_group(group) {
            if !filters.contains(&filter) {
                filters.insert(0, filter);
            }
        }
        let facets: Vec<_> = filters.iter().map(|filter| self.facet(filter)).collect();
        if facets.len() > 1 || facets.iter().any(|facet| facet.on) {
            self.group(name, facets)
        } else {
            ().into_any()
        }
    }

    /// Two fields for what no band of the list is.
    fn range(&self, name: &'static str, group: Group, range: Option<Range>) -> AnyView {
        let lang = self.lang;
        let keep = self.page.understood.cleared(self.query, group).to_pairs();
        let keep: Vec<_> = keep.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let end = |end: Option<u32>| MaybeText::from(end.map(|end| end.to_string()));
        let unit = match group {
            Group::Area => tr!(lang, "search.square_metres"),
            _ => tr!(lang, "search.yuan"),
        };
        view! {
            <RangeFilter
                title=tr!(lang, &format!("search.group.{name}_typed"))
                min_name=format!("{name}_min")
                max_name=format!("{name}_max")
                min=end(range.and_then(Range::min))
                max=end(range.and_then(Range::max))
                min_label=tr!(lang, "search.from")
                max_label=tr!(lang, "search.to")
                unit
                button=tr!(lang, "search.apply")
                count=tr!(lang, "search.count", count = "{n}")
                keep
            />
        }
        .into_any()
    }
}
