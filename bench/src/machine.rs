//! The machine that measures: whether it is idle, which core does what, how much memory a process holds.

use anyhow::{Context, Result, bail};
use std::{fs, process::Command, thread, time::Duration};

/// The part of time that nothing may take from a measurement.
const BUSY_MAX: f64 = 0.05;

/// How often a look of two seconds is taken at a machine that is to become idle: for five minutes.
const TRIES: usize = 150;

/// Refuses on a machine that is doing something else.
pub fn must_be_idle() -> Result<()> {
    let busy = busy_part()?;
    if busy > BUSY_MAX {
        bail!(
            "the machine is {:.0} % busy with other work; measure when it is idle, or pass --busy for a trial whose figures mean nothing",
            busy * 100.0
        );
    }
    Ok(())
}

/// Programs that were just started tidy up for a while: waits for that, then refuses as [`must_be_idle`] does.
pub fn must_become_idle() -> Result<()> {
    for _ in 0..TRIES {
        if busy_part()? <= BUSY_MAX {
            return Ok(());
        }
    }
    must_be_idle()
}

fn busy_part() -> Result<f64> {
    let before = jiffies()?;
    thread::sleep(Duration::from_secs(2));
    let after = jiffies()?;
    let all = (after.0 - before.0).max(1);
    Ok(1.0 - (after.1 - before.1) as f64 / all as f64)
}

/// All time and idle time since the start.
fn jiffies() -> Result<(u64, u64)> {
    let stat = fs::read_to_string("/proc/stat").context("reading /proc/stat")?;
    let first = stat.lines().next().unwrap_or_default();
    let times: Vec<u64> = first
        .split_whitespace()
        .skip(1)
        .filter_map(|time| time.parse().ok())
        .collect();
    let idle = times.get(3).copied().unwrap_or(0) + times.get(4).copied().unwrap_or(0);
    Ok((times.iter().sum(), idle))
}

/// A command that runs on one core only.
pub fn on_core(core: u8, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

/// Keeps this process and its threads on one core from now on.
pub fn keep_to_core(core: u8) -> Result<()> {
    let status = Command::new("taskset")
        .args(["-a", "-p", "-c", &core.to_string(), &std::process::id().to_string()])
        .stdout(std::process::Stdio::null())
        .status()
        .context("taskset is needed (package util-linux)")?;
    if !status.success() {
        bail!("this process can't be kept to core {core}");
    }
    Ok(())
}

/// Memory of a process of its own and in all (with mapped files), in bytes.
pub fn memory(pid: u32) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        number.unwrap_or(0) * 1024
    };
    (field("RssAnon:"), field("VmRSS:"))
}

/// The bytes of all files in a folder.
pub fn folder_size(folder: &std::path::Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => folder_size(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}

/// What it is, for the reader of figures.
pub fn description() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!("{} × {}", cores, model.unwrap_or("unknown processor"))
}

/// Gives this process every core again.
pub fn keep_to_all() -> Result<()> {
    let status = Command::new("taskset")
        .args(["-a", "-p", "ffffffff", &std::process::id().to_string()])
        .stdout(std::process::Stdio::null())
        .status()?;
    if !status.success() {
        bail!("this process can't be given all cores");
    }
    Ok(())
}
