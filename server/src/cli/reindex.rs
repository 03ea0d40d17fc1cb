//! `xinju reindex`.

use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The index is derived from the database and can be made anew at any time. A site that is serving \
                        goes on with the old index and takes the new one up by itself.\n\n\
                        Example:\n  xinju reindex"
)]
pub struct Options {}

pub async fn run(settings: &Settings, _options: Options) -> Outcome {
    let backend = super::open(settings).await?;
    let progress = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "{spinner} {human_pos} listings, {per_sec}, {elapsed}",
    )?);
    let count = backend::search::rebuild_beside(&backend, |count| progress.set_position(count)).await?;
    progress.finish_and_clear();
    println!("indexed {count} listings");
    Ok(())
}
