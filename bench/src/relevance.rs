//! How well the search answers: our own queries on real listings, graded by the rules of `docs/search-relevance.md`, for
//! our search and for baselines that a programmer would try first.

mod baselines;
mod intent;
mod measures;

use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::BufReader,
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use backend::{
    import,
    search::{
        Answer, Change, ListingDocument, SearchIndex, Spellings, analysis_of, answer, reader_of, shipped_synonyms,
    },
};
use domain::{
    area::AreaCode,
    id::ListingId,
    search::{Group, Limit, Query, Reader, Word},
};
use jiff::{Timestamp, civil::Date};

use baselines::{Baseline, Baselines};
use intent::{Intent, Intents};
use measures::{DEPTH, Measures, Scores};

#[derive(clap::Args)]
pub struct Options {
    /// Listings as CSV, with the columns that `xinju import` takes
    #[arg(long, env = "XINJU_BENCH_LISTINGS", value_name = "CSV")]
    listings: Option<PathBuf>,
    /// The queries and what they want
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/relevance/queries.toml"), value_name = "TOML")]
    queries: PathBuf,
    /// Also list the queries that our search answers worst, with what it understood
    #[arg(long)]
    verbose: bool,
    /// Measure nothing; show what is understood and found for each line of the standard input
    #[arg(long)]
    ask: bool,
    /// Print JSON only
    #[arg(long)]
    json: bool,
}

/// The day of every search, so that 月底 means the same in every run.
const TODAY: Date = Date::constant(2026, 11, 23);

pub fn run(options: &Options) -> Result<()> {
    let Some(path) = &options.listings else {
        bail!(
            "no listings to search: name a CSV file with --listings or XINJU_BENCH_LISTINGS; its columns are {}",
            import::COLUMNS.join(", ")
        );
    };
    let file = File::open(path).with_context(|| format!("{} can't be opened", path.display()))?;
    let documents = import::documents(BufReader::new(file), Timestamp::UNIX_EPOCH)?;
    let ours = Ours::build(&documents)?;
    if options.ask {
        return ask(&ours, &documents);
    }
    let intents = Intents::read(&options.queries)?;
    let baselines = Baselines::build(&documents)?;
    let numbers: HashMap<ListingId, usize> = documents.iter().enumerate().map(|(at, doc)| (doc.id, at)).collect();

    let mut systems = vec![Measures::new("xinju")];
    systems.extend(Baseline::ALL.iter().map(|baseline| Measures::new(baseline.name())));
    let mut worst = Vec::new();
    let mut unanswerable = Vec::new();
    for intent in &intents.query {
        let grades: Vec<u8> = documents.iter().map(|document| intent.grade(document)).collect();
        if grades.iter().all(|grade| *grade == 0) {
            unanswerable.push(intent.text.as_str());
            continue;
        }
        let found = ours.search(&intent.text)?;
        let answer: Vec<usize> = found.ids.iter().filter_map(|id| numbers.get(id).copied()).collect();
        let scores = Scores::of(&answer, &grades);
        systems[0].add(scores);
        worst.push((scores, intent, found.understood));
        for (at, baseline) in Baseline::ALL.iter().enumerate() {
            let answer = baselines.search(*baseline, &intent.text)?;
            systems[at + 1].add(Scores::of(&answer, &grades));
        }
    }
    // A query that nothing fits measures nothing: it has to be mended in the file.
    if !unanswerable.is_empty() {
        eprintln!("no listing fits: {}", unanswerable.join(" · "));
    }
    if !options.json {
        println!("{} listings, {} queries", documents.len(), worst.len());
        println!("{}", measures::table(&systems));
        if options.verbose {
            print_worst(worst);
        }
    }
    println!("{}", measures::json(documents.len(), &systems)?);
    Ok(())
}

fn ask(ours: &Ours, documents: &[ListingDocument]) -> Result<()> {
    let numbers: HashMap<ListingId, usize> = documents.iter().enumerate().map(|(at, doc)| (doc.id, at)).collect();
    for line in std::io::stdin().lines() {
        let line = line?;
        let found = ours.search(&line)?;
        println!("{line}\n    {} | found: {}", found.understood, found.total);
        let best = found
            .ids
            .iter()
            .take(2)
            .filter_map(|id| documents.get(*numbers.get(id)?));
        for listing in best {
            println!(
                "    {} {} {} {}",
                listing.street,
                listing.title,
                listing.rent.get(),
                listing.description
            );
        }
    }
    Ok(())
}

/// Our search, in a folder that vanishes with it.
struct Ours {
    index: SearchIndex,
    reader: Reader,
    spellings: Arc<Spellings>,
    _folder: tempfile::TempDir,
}

struct Found {
    ids: Vec<ListingId>,
    total: u64,
    understood: String,
}

impl Ours {
    fn build(documents: &[ListingDocument]) -> Result<Self> {
        let city =
            AreaCode::parse(&backend::config::Centre::default().city_code).map_err(|_| anyhow::anyhow!("city"))?;
        let folder = tempfile::tempdir()?;
        let estates = documents.iter().map(|document| document.estate.clone()).collect();
        let analysis = analysis_of(city, &estates);
        let index = SearchIndex::open(folder.path(), analysis)?.index;
        index.apply(
            documents
                .iter()
                .cloned()
                .map(|document| Change::Put(Box::new(document))),
            1,
        )?;
        let reader = reader_of(city, &index, &shipped_synonyms())?;
        let mut names = BTreeSet::new();
        for group in [Group::City, Group::District, Group::Street, Group::Estate] {
            names.append(&mut index.names(group)?);
        }
        let spellings = Spellings::new(names.iter().map(String::as_str));
        Ok(Self {
            index,
            reader,
            spellings: Arc::new(spellings),
            _folder: folder,
        })
    }

    fn search(&self, text: &str) -> Result<Found> {
        let mut query = Query::for_text(text).0;
        query.limit = Limit::new(DEPTH as u32).context("a page holds what is measured")?;
        let spellings = || Arc::clone(&self.spellings);
        let Answer {
            query,
            respelling,
            understood,
            hits,
        } = answer(&self.index, &self.reader, spellings, (&query, TODAY), false)?;
        let dropped: Vec<_> = hits
            .dropped
            .iter()
            .filter_map(|dropped| query.text().get(dropped.span.clone()))
            .collect();
        let respelt = respelling.map_or_else(String::new, |_| format!(" | read as: {}", query.text()));
        let mut filters = Query::default();
        filters.filters = understood.filters.clone();
        let filters: Vec<_> = filters
            .to_pairs()
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let wish = |word: &Word| if word.wish { "~" } else { "" };
        let words: Vec<_> = understood
            .words
            .iter()
            .map(|word| format!("{}{}", wish(word), word.text))
            .collect();
        let understood = [filters, words].map(|part| part.join(" ")).join(" | words: ");
        let understood = format!("{understood} | left out: {}{respelt}", dropped.join(" "));
        Ok(Found {
            ids: hits.ids,
            total: hits.total,
            understood,
        })
    }
}

fn print_worst(mut answers: Vec<(Scores, &Intent, String)>) {
    answers.sort_by(|(a, ..), (b, ..)| a.ndcg.total_cmp(&b.ndcg).then(a.recall.total_cmp(&b.recall)));
    for (scores, intent, understood) in answers.iter().take(60).filter(|(scores, ..)| scores.ndcg < 0.999) {
        println!(
            "{:.3} {:.3}  {}  →  {understood}",
            scores.ndcg, scores.recall, intent.text
        );
    }
    println!();
}
