//! `xinju import`.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::PathBuf;

use backend::Backend;
use backend::import::{self, Event, Tally};
use domain::form::{Errors, FieldError};
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::settings::Settings;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Listings from a CSV file; the same file again changes nothing
    Listings(Listings),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "The first line names the columns, in any order:\n  \
    source, city, district, block, community, title, mode (整租 or 合租), rooms, halls, baths, area_sqm,\n  \
    orientation, floor, tags (separated by |), rent (yuan a month)\n\
    and perhaps lat, lng (degrees) and coordinate_system (gcj02 for maps of China, wgs84 for receivers)\n\n\
    A row is known again by everything but its rent and its tags. Rows that can't be taken are written\n\
    out with their line, column and reason, and stop nothing.\n\n\
    Examples:\n  \
    xinju import listings rooms.csv                          as drafts, seen by nobody yet\n  \
    xinju import listings rooms.csv --publish                online, marked as imported and not verified\n  \
    xinju import listings rooms.csv --report rejected.csv    rejected rows into a file")]
pub struct Listings {
    /// The file: CSV in UTF-8
    file: PathBuf,
    /// Put new listings, and drafts of earlier imports, online
    #[arg(long)]
    publish: bool,
    /// Write rejected rows (line, column, code, detail) into this file instead of the standard output
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub async fn run(settings: &Settings, command: Command) -> Outcome {
    let Command::Listings(options) = command;
    let file = File::open(&options.file).map_err(|error| format!("{}: {error}", options.file.display()))?;
    let size = file.metadata()?.len();
    let mut report = Report::open(options.report.as_deref())?;
    let backend = super::open(settings).await?;
    let tally = with_bar(&backend, file, size, options.publish, &mut report).await?;
    report.finish()?;
    println!("{tally}");
    Ok(())
}

async fn with_bar(
    backend: &Backend,
    file: File,
    size: u64,
    publish: bool,
    report: &mut Report,
) -> Result<Tally, import::ImportError> {
    // It draws on the standard error, and only on a terminal: what is piped away stays clean.
    let bar = ProgressBar::new(size).with_style(
        ProgressStyle::with_template("{bar:30} {percent:>3} % {msg} ({elapsed})")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let options = import::Options { publish };
    let tally = import::listings(backend, BufReader::new(file), options, |event| match event {
        Event::Rejected { line, errors } => bar.suspend(|| report.rejected(line, errors)),
        Event::Progress { bytes, tally } => {
            bar.set_position(bytes);
            bar.set_message(tally.to_string());
        }
    })
    .await;
    bar.finish_and_clear();
    tally
}

/// Where rejected rows are written, one line for each thing that is wrong with one.
struct Report {
    to: Box<dyn Write + Send>,
    /// The first failure to write; the import goes on, since what it has done stands.
    failed: Option<io::Error>,
}

impl Report {
    fn open(path: Option<&std::path::Path>) -> Result<Self, String> {
        let to: Box<dyn Write + Send> = match path {
            Some(path) => {
                let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
                let mut file = BufWriter::new(file);
                writeln!(file, "line,column,code,detail").map_err(|error| format!("{}: {error}", path.display()))?;
                Box::new(file)
            }
            None => Box::new(io::stdout()),
        };
        Ok(Self { to, failed: None })
    }

    fn rejected(&mut self, line: u64, errors: &Errors) {
        for error in errors.iter() {
            let row = format!("{line},{},{},{}", error.field, error.code, detail(error));
            if let Err(error) = writeln!(self.to, "{row}") {
                self.failed.get_or_insert(error);
            }
        }
    }

    fn finish(mut self) -> Result<(), String> {
        let flushed = self.to.flush().err();
        match self.failed.or(flushed) {
            Some(error) => Err(format!(
                "the import is done, but its report could not be written: {error}"
            )),
            None => Ok(()),
        }
    }
}

/// `min=1 max=10000`
fn detail(error: &FieldError) -> String {
    let args = error.args.iter().map(|(name, value)| format!("{name}={value}"));
    args.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::Code;

    #[test]
    fn a_report_says_line_column_code_and_detail() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejected.csv");
        let mut report = Report::open(Some(&path)).unwrap();
        let mut errors = Errors::new();
        errors.add("area_sqm", Code::new("area-range").with("min", 1).with("max", 10_000));
        errors.add("rent", "rent-zero");
        report.rejected(7, &errors);
        report.finish().unwrap();
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            "line,column,code,detail\n7,area_sqm,area-range,min=1 max=10000\n7,rent,rent-zero,\n"
        );
    }
}
