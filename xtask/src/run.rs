//! `cargo xtask run`: from a fresh clone to a site in the browser.

use crate::{
    build::{self, Profile},
    process,
    step::step,
};
use anyhow::{Context, Result};
use std::{os::unix::process::CommandExt, path::PathBuf, process::Command};

#[derive(clap::Args)]
pub struct Options {
    /// Where the database, photos and mails lie; made and filled with demo data when it is new
    #[arg(long, env = "XINJU_DATA_DIR", default_value = "data")]
    data: PathBuf,
    /// The address to serve at
    #[arg(long, env = "XINJU_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,
}

pub fn run(options: &Options) -> Result<()> {
    build::site(Profile::Debug)?;
    let program = build::server(Profile::Debug)?;
    let xinju = || {
        let mut command = Command::new(&program);
        command.current_dir(process::root());
        command
            .env("XINJU_DATA_DIR", &options.data)
            .env("XINJU_LISTEN", &options.listen);
        command
    };
    step("Bringing the database up to date", || {
        process::run(xinju().arg("migrate"))
    })?;
    step("Loading the demo data where there is none", || {
        process::run(xinju().args(["seed", "--if-new"]))
    })?;
    // The server takes this process's place, so that an interrupt reaches it alone.
    let error = xinju().arg("serve").exec();
    Err(error).with_context(|| format!("can't start {}", program.display()))
}
