//! What the verification of proofs tells Prometheus.

use census_zk_host::layers::{counters, Counters};
use prometheus_endpoint::{register, Counter, Gauge, PrometheusError, Registry, U64};
use std::{future::Future, time::Duration};

/// How often the figures are brought up to date.
const INTERVAL: Duration = Duration::from_secs(5);

/// A figure that only grows, and where it is read.
type Growing = (&'static str, &'static str, fn(&Counters) -> u64);

const GROWING: [Growing; 7] = [
	("accept_hits", "Proofs that were known to be accepted", |now| now.accept_hits),
	("accept_misses", "Proofs that were not known to be accepted", |now| now.accept_misses),
	("key_hits", "Keys passed as bytes that had been prepared", |now| now.key_hits),
	("key_misses", "Keys passed as bytes that had to be prepared", |now| now.key_misses),
	("batches", "Batches of proofs verified together", |now| now.batches),
	("batched_proofs", "Proofs in these batches", |now| now.batched_proofs),
	("bisections", "Parts of batches looked into for what is refused", |now| now.bisections),
];

/// Registers the figures, and returns what keeps them up to date.
pub(crate) fn verification(
	registry: &Registry,
) -> Result<impl Future<Output = ()> + Send + 'static, PrometheusError> {
	let mut growing = Vec::new();
	for (name, help, read) in GROWING {
		let counter = Counter::<U64>::new(format!("census_proofs_{name}"), help)?;
		growing.push((register(counter, registry)?, read));
	}
	let gauge = |name: &str, help: &str| register(Gauge::<U64>::new(name, help)?, registry);
	let accepts = gauge("census_proofs_accepts", "Accepted proofs that are remembered now")?;
	let keys = gauge("census_proofs_keys", "Prepared keys that are kept now")?;
	let mut sizes = Vec::new();
	for size in ["8", "64", "256", "1024", "more"] {
		let name = format!("census_proofs_batches_up_to_{size}");
		let help = format!("Batches of at most so many proofs: {size}");
		sizes.push(register(Counter::<U64>::new(name, help)?, registry)?);
	}
	Ok(async move {
		loop {
			let now = counters();
			for (counter, read) in &growing {
				counter.inc_by(read(&now).saturating_sub(counter.get()));
			}
			for (counter, size) in sizes.iter().zip(now.batch_sizes) {
				counter.inc_by(size.saturating_sub(counter.get()));
			}
			accepts.set(now.accepts);
			keys.set(now.keys);
			futures_timer::Delay::new(INTERVAL).await;
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::FutureExt;

	#[test]
	fn every_figure_has_a_name_of_its_own() {
		let registry = Registry::new();
		let mut task = Box::pin(verification(&registry).unwrap());
		assert!(task.as_mut().now_or_never().is_none(), "the task goes on");
		let names: Vec<_> =
			registry.gather().iter().map(|family| family.get_name().to_string()).collect();
		assert_eq!(names.len(), GROWING.len() + 2 + 5);
		assert!(names.iter().all(|name| name.starts_with("census_proofs_")));
		assert!(verification(&registry).is_err(), "the same figures twice");
	}
}
