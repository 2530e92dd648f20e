//! What a module without a standard library must bring along: an allocator and an end.

use core::{
	alloc::{GlobalAlloc, Layout},
	arch::wasm32::{memory_grow, unreachable},
	panic::PanicInfo,
	ptr::null_mut,
	sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The size of a page of wasm's memory.
const PAGE_BYTES: usize = 64 * 1024;

/// Hands out memory and takes none back: an instance lives for one call.
struct Bump {
	next: AtomicUsize,
	end: AtomicUsize,
}

#[global_allocator]
static MEMORY: Bump = Bump { next: AtomicUsize::new(0), end: AtomicUsize::new(0) };

impl Bump {
	/// The start of memory of this layout; `None` if there is no more.
	fn take(&self, layout: Layout) -> Option<usize> {
		let place = |start: usize| {
			let start = start.checked_next_multiple_of(layout.align())?;
			Some((start, start.checked_add(layout.size())?))
		};
		let (mut start, mut next) = place(self.next.load(Relaxed))?;
		let end = self.end.load(Relaxed);
		if next > end {
			let pages = layout.size().div_ceil(PAGE_BYTES);
			let grown = memory_grow::<0>(pages);
			if grown == usize::MAX {
				return None;
			}
			let new = grown * PAGE_BYTES;
			if new != end {
				// The memory does not go on where it ended: the rest of it is given up. A page
				// suits any alignment in use.
				(start, next) = place(new)?;
			}
			self.end.store(new + pages * PAGE_BYTES, Relaxed);
		}
		self.next.store(next, Relaxed);
		Some(start)
	}
}

// SAFETY: memory comes fresh from `memory_grow`, aligned and of the size asked for, and never
// twice; wasm has one thread here. It outlives every use, for none is taken back.
#[allow(unsafe_code, reason = "an allocator cannot be had without it")]
unsafe impl GlobalAlloc for Bump {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		self.take(layout).map_or(null_mut(), |start| start as *mut u8)
	}

	unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
	unreachable()
}
