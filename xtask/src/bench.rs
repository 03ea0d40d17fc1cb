//! `cargo xtask bench …`: builds the server and the benchmarks together, then runs one.

use crate::{
    build::{self, Profile},
    process, setup,
    step::step,
};
use anyhow::Result;

#[derive(clap::Args)]
pub struct Options {
    /// Which benchmark, and its options: `search`, `relevance`, `registration`; `--help` tells more
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    arguments: Vec<String>,
}

pub fn bench(options: &Options) -> Result<()> {
    build::site(Profile::Release)?;
    step("Building the server and the benchmarks", || {
        process::run(process::cargo().args(["build", "--release", "--package", "server", "--package", "bench"]))
    })?;
    let programs = setup::postgres::programs()?;
    let program = build::program(Profile::Release);
    process::run(
        std::process::Command::new(program.with_file_name("bench"))
            .args(&options.arguments)
            .env("XINJU_BENCH_PROGRAM", &program)
            .env("XINJU_BENCH_POSTGRES", programs),
    )
}
