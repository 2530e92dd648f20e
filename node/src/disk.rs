//! The disk's reserve: a node ends in good order before its database has no room to write.

use futures::FutureExt;
use log::{error, warn};
use sc_service::{Error as ServiceError, TaskManager};
use std::{
	io,
	path::{Path, PathBuf},
	time::Duration,
};

/// After how many looks in a row that find too little the node ends: what another program needs for a moment does not end it.
const LOOKS: u32 = 3;
/// How often it is looked. At the fastest that a chain of full blocks writes, some 5 MiB each of six seconds with its state,
/// far less than the least sensible reserve goes by meanwhile.
const EVERY: Duration = Duration::from_secs(5);
const MIB: u64 = 1024 * 1024;

/// Bytes of a file system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Room {
	/// What this user may still write.
	pub(crate) free: u64,
	/// All of it.
	pub(crate) all: u64,
}

impl Room {
	/// The room where a path is, or where it will be.
	pub(crate) fn at(path: &Path) -> io::Result<Self> {
		let there = path.ancestors().find(|place| place.exists()).unwrap_or(path);
		let told = rustix::fs::statvfs(there)?;
		Ok(Self {
			free: told.f_bavail.saturating_mul(told.f_frsize),
			all: told.f_blocks.saturating_mul(told.f_frsize),
		})
	}
}

/// Ends the node when less than so many MiB are left where its database is; never, if that is 0.
///
/// # Errors
/// If there are fewer by now.
pub(crate) fn keep(
	reserve: u64,
	database: Option<&Path>,
	task_manager: &TaskManager,
) -> Result<(), ServiceError> {
	let Some(path) = database.filter(|_| reserve > 0).map(Path::to_owned) else { return Ok(()) };
	if let Some(free) = lacking(&path, reserve) {
		return Err(ServiceError::Other(said(&path, free, reserve)));
	}
	let ends = watch(path, reserve).boxed();
	// It is essential: that it ends ends the node, as any other failure does, and the database is closed.
	task_manager.spawn_essential_handle().spawn("disk-reserve", None, ends);
	Ok(())
}

async fn watch(path: PathBuf, reserve: u64) {
	let mut looks = 0;
	loop {
		futures_timer::Delay::new(EVERY).await;
		match lacking(&path, reserve) {
			Some(free) if looks + 1 >= LOOKS => {
				error!("{}", said(&path, free, reserve));
				return;
			}
			Some(_) => looks += 1,
			None => looks = 0,
		}
	}
}

/// The MiB that are left, if they are fewer than so many. What cannot be asked is not less.
fn lacking(path: &Path, reserve: u64) -> Option<u64> {
	match Room::at(path) {
		// Some file systems do not say how large they are.
		Ok(room) if room.all == 0 => None,
		Ok(room) => Some(room.free / MIB).filter(|free| *free < reserve),
		Err(error) => {
			warn!("How much room there is at {} cannot be asked: {error}", path.display());
			None
		}
	}
}

fn said(path: &Path, free: u64, reserve: u64) -> String {
	format!(
		"{free} MiB are left at {}, fewer than the {reserve} that --disk-reserve keeps free: the node ends before its \
		 database has no room. Make room and start it again.",
		path.display()
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_room_of_a_directory_that_will_be_made_is_that_of_the_one_above() {
		let directory = tempfile::tempdir().unwrap();
		let room = Room::at(directory.path()).unwrap();
		assert!(room.free <= room.all && room.all > 0);
		assert_eq!(Room::at(&directory.path().join("a/b")).unwrap().all, room.all);
		assert_eq!(lacking(directory.path(), 0), None);
		assert!(lacking(directory.path(), u64::MAX).is_some());
	}
}
