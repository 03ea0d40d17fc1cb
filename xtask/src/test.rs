//! `cargo xtask test`: every check and test, one step after the other.

use crate::{
    build::{self, Profile},
    postgres, process, setup, sizes,
    step::{duration, step},
    tidy,
};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::{
    process::Command,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub struct Options {
    /// Only these steps
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    only: Vec<Step>,
    /// Every step but these
    #[arg(long, value_name = "STEP", value_delimiter = ',', conflicts_with = "only")]
    skip: Vec<Step>,
}

/// The steps, in the order in which they run: what is quick to fail comes first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt
    Format,
    /// Circles of imports, layers that are crossed, files that are too long, nouns under other names
    Tidy,
    /// clippy on everything that runs on the server
    Lint,
    /// clippy on everything that runs in the browser
    LintWeb,
    /// Unit and integration tests, on SQLite and on PostgreSQL
    Rust,
    /// The browser half of a release, and a server with it inside
    Build,
    /// The size budget of a page
    Sizes,
    /// Playwright against that server
    Browser,
}

enum Outcome {
    Passed(Duration),
    Failed(Duration),
    /// A step that it needs has failed.
    NotRun,
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Whether it can't run once the build has failed.
    fn needs_build(self) -> bool {
        matches!(self, Self::Sizes | Self::Browser)
    }

    fn run(self) -> Result<()> {
        match self {
            Self::Format => step("Checking the format", || {
                process::run(process::cargo().args(["fmt", "--all", "--check"]))
            }),
            Self::Tidy => step("Reading the sources", tidy::tidy),
            Self::Lint => step("Linting the server half", lint),
            Self::LintWeb => lint_web(),
            Self::Rust => step("Testing on SQLite and PostgreSQL", rust),
            Self::Build => build::build(Profile::Tested),
            Self::Sizes => step("Checking the sizes", sizes::report),
            Self::Browser => browser(),
        }
    }
}

/// What runs on the server. `app` is tested and linted as the server uses it: with its feature `ssr`.
const SERVER_HALF: [&str; 16] = [
    "--package",
    "bench",
    "--package",
    "domain",
    "--package",
    "backend",
    "--package",
    "demo",
    "--package",
    "migrations",
    "--package",
    "app",
    "--package",
    "server",
    "--features",
    "server/dev-tools",
];

/// Runs the chosen steps. A failure doesn't stop those that don't depend on it.
pub fn test(options: &Options) -> Result<()> {
    let chosen = |step: &Step| {
        if options.only.is_empty() {
            !options.skip.contains(step)
        } else {
            options.only.contains(step)
        }
    };
    // A debug server looks for the site where this folder was when it was compiled, so the folder comes first.
    std::fs::create_dir_all(build::site_folder()).context("making target/site")?;
    let mut outcomes = Vec::new();
    let mut build_failed = false;
    for step in Step::value_variants().iter().copied().filter(chosen) {
        if build_failed && step.needs_build() {
            outcomes.push((step, Outcome::NotRun));
            continue;
        }
        let start = Instant::now();
        let result = step.run();
        let took = start.elapsed();
        if let Err(error) = &result {
            eprintln!("\n{}: {error:#}", step.name());
            build_failed |= step == Step::Build;
        }
        outcomes.push((
            step,
            if result.is_ok() {
                Outcome::Passed(took)
            } else {
                Outcome::Failed(took)
            },
        ));
    }
    summary(&outcomes)
}

fn summary(outcomes: &[(Step, Outcome)]) -> Result<()> {
    println!();
    let (mut passed, mut failed) = (0, 0);
    for (step, outcome) in outcomes {
        let outcome = match outcome {
            Outcome::Passed(took) => {
                passed += 1;
                format!("passed in {}", duration(*took))
            }
            Outcome::Failed(took) => {
                failed += 1;
                format!("FAILED after {}", duration(*took))
            }
            Outcome::NotRun => "not run".to_owned(),
        };
        println!("{:<10} {outcome}", step.name());
    }
    let not_run = outcomes.len() - passed - failed;
    println!("{passed} steps passed, {failed} failed, {not_run} not run");
    if failed > 0 {
        bail!("{failed} of {} steps failed", outcomes.len())
    }
    Ok(())
}

fn lint() -> Result<()> {
    let clippy = |arguments: &[&str]| {
        let mut cargo = process::cargo();
        process::run(
            cargo
                .args(["clippy", "--all-targets"])
                .args(arguments)
                .args(["--", "-D", "warnings"]),
        )
    };
    clippy(&SERVER_HALF)?;
    clippy(&["--package", "xtask"])
}

fn lint_web() -> Result<()> {
    let toolchain = setup::wasm::toolchain()?;
    step("Linting the browser half", || {
        let mut cargo = toolchain.cargo();
        let lints = toolchain.has_clippy();
        if !lints {
            println!("   this wasm toolchain has no clippy: compiling only");
        }
        cargo.arg(if lints { "clippy" } else { "check" });
        cargo.args([
            "--package",
            "domain",
            "--package",
            "frontend",
            "--target",
            setup::wasm::TARGET,
            "--target-dir",
        ]);
        // In the profile of the build that follows, so that what runs on this machine meanwhile is compiled once.
        cargo
            .arg(build::front_target_folder())
            .args(["--profile", build::SMALL]);
        if lints {
            cargo.args(["--", "-D", "warnings"]);
        }
        process::run(&mut cargo)
    })
}

fn rust() -> Result<()> {
    let server = step("Starting PostgreSQL", postgres::Server::start)?;
    // Not nextest: with a process for each test, each would migrate a template database of its own.
    let tests = |arguments: &[&str]| {
        let mut cargo = process::cargo();
        cargo.args(["test", "--no-fail-fast", "--all-targets"]);
        process::run(cargo.args(arguments).env("XINJU_TEST_POSTGRES_URL", server.url()))
    };
    let site = tests(&SERVER_HALF);
    let tool = tests(&["--package", "xtask"]);
    site.and(tool)
}

fn browser() -> Result<()> {
    setup::node::packages()?;
    let chromium = setup::chromium::chromium()?;
    if !build::site_folder().join("manifest.json").is_file() {
        bail!("nothing built: run `cargo xtask test --only build`");
    }
    // The Rust tests and `cargo xtask run` leave another server at the same place.
    let program = build::server(Profile::Tested)?;
    step("Checking the types of the browser tests", || {
        process::run(&mut setup::node::program("tsc"))
    })?;
    step("Testing in a browser", || {
        let mut playwright: Command = setup::node::program("playwright");
        playwright
            .arg("test")
            .env("XINJU_CHROMIUM", chromium)
            .env("XINJU_PROGRAM", program);
        process::run(&mut playwright).context("browser tests")
    })
}
