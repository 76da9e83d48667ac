//! acklint
fn main() {}
