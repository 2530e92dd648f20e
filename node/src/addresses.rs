//! Where a validator keeps the addresses of the others from one start to the next.

use std::{
	fs, io,
	path::{Path, PathBuf},
};

/// The name that authority discovery gives the file.
const FILE: &str = "authority_discovery_addr_cache.json";

/// The file of a validator that has found nobody yet.
const EMPTY: &str = r#"{"authority_id_to_addresses":{}}"#;

/// The directory, with the file in it: authority discovery reads it at every start, and reports a
/// failure where it is not there. `None`, and a warning, if it cannot be written: then it would not be
/// later either.
pub(crate) fn kept_in(directory: &Path) -> Option<PathBuf> {
	match begin(directory) {
		Ok(()) => Some(directory.to_owned()),
		Err(error) => {
			log::warn!(
				"The addresses of other validators cannot be kept in {}: {error}",
				directory.display()
			);
			None
		}
	}
}

fn begin(directory: &Path) -> io::Result<()> {
	let file = directory.join(FILE);
	if file.exists() {
		return Ok(());
	}
	fs::create_dir_all(directory)?;
	fs::write(file, EMPTY)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_file_is_begun_once_and_then_left_alone() {
		let directory = tempfile::tempdir().unwrap();
		let network = directory.path().join("chains/a/network");
		let file = network.join(FILE);
		assert_eq!(kept_in(&network), Some(network.clone()));
		assert_eq!(fs::read_to_string(&file).unwrap(), EMPTY);
		fs::write(&file, "found").unwrap();
		assert_eq!(kept_in(&network), Some(network.clone()));
		assert_eq!(fs::read_to_string(&file).unwrap(), "found");
	}

	#[test]
	fn a_directory_that_cannot_be_made_is_no_reason_to_stop() {
		let file = tempfile::NamedTempFile::new().unwrap();
		assert_eq!(kept_in(&file.path().join("network")), None);
	}
}
