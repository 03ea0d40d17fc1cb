//! A search in tantivy's own terms, as its documentation would have it: what benchmarks compare ours with.

use std::ops::Bound;

use domain::geo::{MapBox, Metres};
use domain::search::{Filter, Range, Rooms, Understood};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query, RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption, Schema},
};

use super::{
    index::SearchIndex,
    numbers::{area_ends, degrees_number, mode_number},
    schema::column,
    words::ways,
};
use crate::search::text::normal_name;

impl SearchIndex {
    /// What searches see, to be asked directly.
    #[must_use]
    pub fn searcher(&self) -> tantivy::Searcher {
        self.generation().view().searcher().clone()
    }

    /// The words and the filters of a search as one query of tantivy's. Facilities and directions are bits of a number,
    /// which no query of its asks; they are left to the collector. Near a point is the box around; wishes are passed over.
    #[must_use]
    pub fn bare(&self, understood: &Understood) -> Box<dyn Query> {
        let generation = self.generation();
        let schema = generation.view().searcher().schema().clone();
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in &understood.words {
            let ways = ways(generation.fields(), &self.analysis(), word);
            if ways.wish {
                continue;
            }
            let ways = ways
                .ways
                .into_iter()
                .map(|way| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(way.query, f32::from(way.score))) });
            parts.push((Occur::Must, Box::new(DisjunctionMaxQuery::new(ways.collect()))));
        }
        for group in domain::search::Group::ALL {
            let wishes = understood.filters.in_group(group);
            let any: Vec<_> = wishes
                .iter()
                .filter_map(|wish| filter(&schema, generation.fields().place_exact, wish))
                .collect();
            if !any.is_empty() {
                let any: Box<dyn Query> = Box::new(BooleanQuery::union(any));
                parts.push((Occur::Must, Box::new(BoostQuery::new(any, 0.0))));
            }
        }
        match parts.len() {
            0 => Box::new(AllQuery),
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }
}

fn filter(schema: &Schema, place: Field, wish: &Filter) -> Option<Box<dyn Query>> {
    let between = |name: &str, min: u64, max: u64| -> Option<Box<dyn Query>> {
        let field = schema.get_field(name).ok()?;
        let end = |number| Bound::Included(Term::from_field_u64(field, number));
        Some(Box::new(RangeQuery::new(end(min), end(max))))
    };
    match wish {
        Filter::City(name) | Filter::District(name) | Filter::Street(name) => Some(Box::new(TermQuery::new(
            Term::from_field_text(place, &normal_name(name.as_str())),
            IndexRecordOption::Basic,
        ))),
        Filter::Mode(mode) => between(column::MODE, mode_number(*mode), mode_number(*mode)),
        Filter::Rooms(rooms) => {
            let count = Rooms::ALL.iter().position(|known| known == rooms)? as u64;
            between(column::ROOMS, count, count)
        }
        Filter::Rent(rent) => {
            let (min, max) = (Range::min(*rent).unwrap_or(0), Range::max(*rent).unwrap_or(u32::MAX));
            between(column::RENT, min.into(), max.into())
        }
        Filter::Area(range) => {
            let ends = area_ends(*range);
            between(column::AREA, (*ends.start()).into(), (*ends.end()).into())
        }
        Filter::Verified => between(column::VERIFIED, 1, 1),
        Filter::Near(near) => around(&between, MapBox::around(near.point, Metres(near.radius.metres()))),
        Filter::Within(area) => around(&between, *area),
        _ => None,
    }
}

type Between<'a> = &'a dyn Fn(&str, u64, u64) -> Option<Box<dyn Query>>;

fn around(between: Between<'_>, area: MapBox) -> Option<Box<dyn Query>> {
    let (low, high) = (area.south_west(), area.north_east());
    let number = degrees_number;
    let latitude = between(column::LATITUDE, number(low.latitude_e6()), number(high.latitude_e6()))?;
    let longitude = between(
        column::LONGITUDE,
        number(low.longitude_e6()),
        number(high.longitude_e6()),
    )?;
    Some(Box::new(BooleanQuery::intersection(vec![latitude, longitude])))
}
