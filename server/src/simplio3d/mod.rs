//! Simplio3D's price groups, by its paths and in its JSON.
