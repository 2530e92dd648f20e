//! Chain specifications built from the runtime's presets
