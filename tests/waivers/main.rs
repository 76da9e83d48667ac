//! Waivers and baselines: what they keep from counting, what they must not, and how they rot.

mod baseline;
mod places;
mod properties;
mod rot;
mod said;
mod schema;
mod stray;
