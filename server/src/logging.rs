//! Where log lines go: to standard error, as text or JSON.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, LogSettings};

/// The filter is not one.
#[derive(Debug, thiserror::Error)]
#[error("XINJU_LOG can't be read: {0}")]
pub struct BadFilter(tracing_subscriber::filter::ParseError);

/// Starts logging for the rest of the program's life. A second call changes nothing.
pub fn start(settings: &LogSettings) -> Result<(), BadFilter> {
    let filter = EnvFilter::builder().parse(&settings.filter).map_err(BadFilter)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // An error means that somebody (a test) has set up logging already.
    let _ = match settings.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    Ok(())
}
