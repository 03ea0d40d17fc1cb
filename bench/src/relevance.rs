//! How well the search answers.

use anyhow::Result;

#[derive(clap::Args)]
pub struct Options {}

pub fn run(_: &Options) -> Result<()> {
    anyhow::bail!("not here yet")
}
