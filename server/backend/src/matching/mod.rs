//! Matches: from the application to terms that both sides confirmed, and what the centre sends back or calls off.

#[cfg(any(test, feature = "test-support"))]
pub mod fixture;
