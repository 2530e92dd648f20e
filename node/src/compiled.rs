//! Where the runtime's compiled code is kept, so that only the first start compiles it.
//!
//! A kept file is native code, and is loaded as it is: whoever can write one owns the node. So the
//! directory must belong to the node's user and be closed to all others; else it is not used.

use std::{
	env,
	fs::{self, DirBuilder, OpenOptions},
	io,
	os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
	path::{Path, PathBuf},
	process,
	str::FromStr,
};

/// The directory's name in the user's directory for caches.
const NAME: &str = "census-node";

/// Which permissions the directory has: everything for its owner, nothing for others.
const OWNER_ALONE: u32 = 0o700;

/// Where compiled runtimes are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum RuntimeCache {
	/// Nowhere.
	None,
	/// In this directory.
	At(PathBuf),
}

impl FromStr for RuntimeCache {
	type Err = std::convert::Infallible;

	fn from_str(argument: &str) -> Result<Self, Self::Err> {
		Ok(match argument {
			"none" => Self::None,
			directory => Self::At(directory.into()),
		})
	}
}

impl RuntimeCache {
	/// The directory, ready for use and absolute, or `None` where nothing is kept. `asked` is what the
	/// operator says; without a word, it is in the user's directory for caches if there is one.
	///
	/// # Errors
	/// What is wrong with a directory that the operator named. What is wrong with the usual one is
	/// logged, and the node does without.
	pub(crate) fn open(asked: Option<&Self>) -> Result<Option<PathBuf>, String> {
		match asked {
			Some(Self::None) => Ok(None),
			Some(Self::At(directory)) => prepare(directory).map(Some),
			None => Ok(usual().and_then(|directory| {
				prepare(&directory)
					.inspect_err(|error| log::warn!("The compiled runtime is not kept: {error}."))
					.ok()
			})),
		}
	}
}

/// The directory where nobody says another.
fn usual() -> Option<PathBuf> {
	let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
	let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
	Some(caches.join(NAME))
}

/// Makes the directory if it is missing, and checks that nobody else can write there.
fn prepare(directory: &Path) -> Result<PathBuf, String> {
	let why = |error: io::Error| format!("{}: {error}", directory.display());
	DirBuilder::new().recursive(true).mode(OWNER_ALONE).create(directory).map_err(why)?;
	let directory = fs::canonicalize(directory).map_err(why)?;
	let found = fs::metadata(&directory).map_err(why)?;
	if found.mode() & 0o777 & !OWNER_ALONE != 0 {
		return Err(format!(
			"{} is open to other users, and what is kept there is run: `chmod 700` it",
			directory.display()
		));
	}
	if found.uid() != own_user(&directory).map_err(why)? {
		return Err(format!(
			"{} belongs to another user, and what is kept there is run",
			directory.display()
		));
	}
	Ok(directory)
}

/// The user as whom the node runs: the owner of what it makes.
fn own_user(directory: &Path) -> io::Result<u32> {
	let probe = directory.join(format!(".owner-{}", process::id()));
	let file =
		OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&probe)?;
	let owner = file.metadata().map(|metadata| metadata.uid());
	fs::remove_file(&probe)?;
	owner
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::os::unix::fs::PermissionsExt;

	/// A new directory for one test.
	fn place(name: &str) -> PathBuf {
		let place = env::temp_dir().join(format!("census-compiled-{name}-{}", process::id()));
		let _ = fs::remove_dir_all(&place);
		place
	}

	#[test]
	fn what_is_missing_is_made_for_its_owner_alone() {
		let place = place("missing");
		let inner = place.join("a/b");
		let asked = RuntimeCache::At(inner.clone());
		let opened = RuntimeCache::open(Some(&asked)).unwrap().unwrap();
		assert_eq!(opened, fs::canonicalize(&inner).unwrap());
		assert_eq!(fs::metadata(&inner).unwrap().mode() & 0o777, OWNER_ALONE);
		assert_eq!(fs::read_dir(&inner).unwrap().count(), 0, "nothing is left behind");
		assert_eq!(RuntimeCache::open(Some(&asked)).unwrap(), Some(opened));
		fs::remove_dir_all(place).unwrap();
	}

	#[test]
	fn a_directory_that_others_can_enter_is_refused() {
		let place = place("open");
		fs::create_dir(&place).unwrap();
		for mode in [0o701, 0o710, 0o720, 0o755, 0o777] {
			fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
			let error = RuntimeCache::open(Some(&RuntimeCache::At(place.clone()))).unwrap_err();
			assert!(error.contains("chmod 700"), "{error}");
		}
		fs::remove_dir_all(place).unwrap();
	}

	#[test]
	fn what_is_no_directory_is_refused() {
		let place = place("file");
		fs::write(&place, "").unwrap();
		let error = RuntimeCache::open(Some(&RuntimeCache::At(place.clone()))).unwrap_err();
		assert!(error.contains(&*place.to_string_lossy()), "{error}");
		fs::remove_file(place).unwrap();
	}

	#[test]
	fn nothing_is_kept_where_the_operator_says_so() {
		assert_eq!("none".parse(), Ok(RuntimeCache::None));
		assert_eq!("./none".parse(), Ok(RuntimeCache::At("./none".into())));
		assert_eq!(RuntimeCache::open(Some(&RuntimeCache::None)), Ok(None));
	}
}
