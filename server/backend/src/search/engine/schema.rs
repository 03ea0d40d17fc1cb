//! The fields of the index.

use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};

/// Raised whenever fields or analysis change: an index of another version is built anew.
pub const VERSION: u32 = 3;

/// Columns by name, as readers of columns want them.
pub mod column {
    pub const ID_HIGH: &str = "id_high";
    pub const ID_LOW: &str = "id_low";
    pub const CITY: &str = "city";
    pub const DISTRICT: &str = "district";
    pub const STREET: &str = "street";
    pub const ESTATE: &str = "estate";
    pub const MODE: &str = "mode";
    pub const ROOMS: &str = "rooms";
    pub const HALLS: &str = "halls";
    pub const BATHS: &str = "baths";
    /// Hundredths of a square metre.
    pub const AREA: &str = "area";
    pub const RENT: &str = "rent";
    pub const FACING: &str = "facing";
    pub const FACILITIES: &str = "facilities";
    pub const VERIFIED: &str = "verified";
    /// Days since 1970-01-01; 0 for what is free at once.
    pub const AVAILABLE: &str = "available";
    /// Unix milliseconds.
    pub const PUBLISHED: &str = "published";
    pub const CONFIRMED: &str = "confirmed";
    /// Millionths of a degree in GCJ-02, see `numbers::degrees_number`; 0 where nobody stated it.
    pub const LATITUDE: &str = "latitude";
    pub const LONGITUDE: &str = "longitude";
}

#[derive(Debug, Clone)]
pub struct Fields {
    pub id: Field,
    /// Whole normal names: estate, and separately the places around it.
    pub estate_exact: Field,
    pub place_exact: Field,
    /// Pairs of characters with positions.
    pub names: Field,
    pub title: Field,
    pub description: Field,
    /// Words of everything.
    pub words: Field,
    pub pinyin: Field,
    pub initials: Field,
    pub texts: [Field; 4],
    pub numbers: [Field; 16],
}

impl Fields {
    /// In the order of the texts of [`super::generation::add`].
    const TEXTS: [&'static str; 4] = [column::CITY, column::DISTRICT, column::STREET, column::ESTATE];

    /// In the order of the numbers of [`super::generation::add`].
    const NUMBERS: [&'static str; 16] = [
        column::ID_HIGH,
        column::ID_LOW,
        column::MODE,
        column::ROOMS,
        column::HALLS,
        column::BATHS,
        column::AREA,
        column::RENT,
        column::FACING,
        column::FACILITIES,
        column::VERIFIED,
        column::AVAILABLE,
        column::PUBLISHED,
        column::CONFIRMED,
        column::LATITUDE,
        column::LONGITUDE,
    ];

    pub fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let terms = |record| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(record);
            TextOptions::default().set_indexing_options(indexing)
        };
        let plain = terms(IndexRecordOption::Basic);
        let placed = terms(IndexRecordOption::WithFreqsAndPositions);
        let text_column = TextOptions::default().set_fast("raw");
        let fields = Self {
            id: schema.add_text_field("id", STRING),
            estate_exact: schema.add_text_field("estate_exact", plain.clone()),
            place_exact: schema.add_text_field("place_exact", plain.clone()),
            names: schema.add_text_field("names", placed.clone()),
            title: schema.add_text_field("title", placed.clone()),
            description: schema.add_text_field("description", placed),
            words: schema.add_text_field("words", plain.clone()),
            pinyin: schema.add_text_field("pinyin", plain.clone()),
            initials: schema.add_text_field("initials", plain),
            texts: Self::TEXTS.map(|name| schema.add_text_field(name, text_column.clone())),
            numbers: Self::NUMBERS.map(|name| schema.add_u64_field(name, FAST)),
        };
        (schema.build(), fields)
    }
}
