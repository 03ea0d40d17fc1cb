//! Demo data: our own, so that a first look at Xinju shows no one's home and no one's name.

pub mod drawing;
