//! Writes the embedded Semaphore keys, `data/semaphore-4.13.0.bin`, from the published JSON:
//! `cargo run -p census-groth16 --example semaphore_keys -- <JSON file> <output file>`.

#[path = "../tests/published/mod.rs"]
mod published;

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = env::args().skip(1);
	let (Some(json), Some(output)) = (arguments.next(), arguments.next()) else {
		return Err("usage: semaphore_keys <JSON file> <output file>".into());
	};
	let keys: serde_json::Value = serde_json::from_str(&fs::read_to_string(json)?)?;
	fs::write(output, published::embedded(&keys))?;
	Ok(())
}
