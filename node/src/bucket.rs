//! A rate that may be exceeded for a moment.

use std::time::{Duration, Instant};

/// Allows `burst` at once, and `per_second` in the long run.
#[derive(Clone, Debug)]
pub(crate) struct TokenBucket {
	per_second: f64,
	burst: f64,
	left: f64,
	counted: Instant,
}

impl TokenBucket {
	/// A full one.
	pub(crate) fn new(per_second: f64, burst: u32, now: Instant) -> Self {
		let burst = f64::from(burst);
		Self { per_second, burst, left: burst, counted: now }
	}

	fn refill(&mut self, now: Instant) {
		let passed = now.saturating_duration_since(self.counted).as_secs_f64();
		self.left = (self.left + passed * self.per_second).min(self.burst);
		self.counted = self.counted.max(now);
	}

	/// Takes so many, if there are as many.
	pub(crate) fn take(&mut self, count: u32, now: Instant) -> bool {
		self.refill(now);
		let count = f64::from(count);
		let allowed = self.left >= count;
		if allowed {
			self.left -= count;
		}
		allowed
	}

	/// When there may be so many, if nobody takes any meanwhile; `None` if there never are.
	pub(crate) fn wait(&mut self, count: u32, now: Instant) -> Option<Duration> {
		self.refill(now);
		let count = f64::from(count);
		if count > self.burst {
			return None;
		}
		Duration::try_from_secs_f64((count - self.left).max(0.0) / self.per_second).ok()
	}

	/// Whether nothing is missing.
	pub(crate) fn is_full(&mut self, now: Instant) -> bool {
		self.refill(now);
		self.left >= self.burst
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bucket_allows_a_burst_and_then_its_rate() {
		let start = Instant::now();
		let mut bucket = TokenBucket::new(10.0, 20, start);
		assert!(bucket.is_full(start));
		assert_eq!((0..100).filter(|_| bucket.take(1, start)).count(), 20);
		let later = start + Duration::from_millis(1_500);
		assert_eq!((0..100).filter(|_| bucket.take(3, later)).count(), 5);
		assert!(!bucket.take(1, start), "time that goes backwards gives nothing");
		assert!(!bucket.is_full(later));
		let much_later = start + Duration::from_secs(3_600);
		assert!(bucket.is_full(much_later));
		assert_eq!((0..100).filter(|_| bucket.take(1, much_later)).count(), 20);
	}

	#[test]
	fn a_bucket_tells_when_there_is_enough() {
		let start = Instant::now();
		let mut bucket = TokenBucket::new(10.0, 20, start);
		assert_eq!(bucket.wait(20, start), Some(Duration::ZERO));
		assert_eq!(bucket.wait(21, start), None);
		assert!(bucket.take(20, start));
		assert_eq!(bucket.wait(5, start), Some(Duration::from_millis(500)));
		assert!(bucket.take(5, start + Duration::from_millis(500)));
	}

	#[test]
	fn a_bucket_of_nothing_allows_nothing() {
		let start = Instant::now();
		let mut bucket = TokenBucket::new(0.0, 0, start);
		assert!(!bucket.take(1, start + Duration::from_secs(3_600)));
		assert_eq!(bucket.wait(1, start), None);
	}
}
