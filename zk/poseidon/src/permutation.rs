//! The rounds.
use crate::field::{MODULUS, NEG_INVERSE};
use crate::schedule::*;

type L = [u64; 4];

#[inline(always)]
fn add_row(t: [u64; 5], a: u64, b: &L) -> [u64; 5] {
	let w = |b: u64| { let p = a as u128 * b as u128; (p as u64, (p >> 64) as u64) };
	let (p0, p1, p2, p3) = (w(b[0]), w(b[1]), w(b[2]), w(b[3]));
		let (q1, c) = p0.1.carrying_add(p1.0, false);
	let (q2, c) = p1.1.carrying_add(p2.0, c);
	let (q3, c) = p2.1.carrying_add(p3.0, c);
	let (q4, _) = p3.1.carrying_add(0, c);
	let (t0, c) = t[0].carrying_add(p0.0, false);
	let (t1, c) = t[1].carrying_add(q1, c);
	let (t2, c) = t[2].carrying_add(q2, c);
	let (t3, c) = t[3].carrying_add(q3, c);
	let (t4, _) = t[4].carrying_add(q4, c);
	[t0, t1, t2, t3, t4]
}
#[inline(always)]
fn reduce_row(t: [u64; 5]) -> [u64; 5] {
	let m = t[0].wrapping_mul(NEG_INVERSE);
	let [_, s0, s1, s2, s3] = add_row(t, m, &MODULUS);
	[s0, s1, s2, s3, 0]
}
const C1: L = [0x2d3e8053e396ee4d,0xca478dbeab3c92cd,0xb2d8f06f77f52a93,0x24d6ba07f7aa8f04];
const C2: L = [0x18ee753c76f9dc6f,0x54ad7e14a329e70f,0x2b16366f4f7684df,0x133100d71fdf3579];
#[inline(always)]
fn fold_row(t: [u64; 5]) -> [u64; 5] { add_row([t[1], t[2], t[3], t[4], 0], t[0], &C1) }
#[inline(always)]
fn redc(p: [u64; 8]) -> L {
	let t = [p[0], p[1], p[2], p[3], 0];
	let t = fold_row(t);
	let t = fold_row(t);
	let t = reduce_row(t);
	let t = reduce_row(t);
	let (s0, c) = t[0].carrying_add(p[4], false);
	let (s1, c) = t[1].carrying_add(p[5], c);
	let (s2, c) = t[2].carrying_add(p[6], c);
	let (s3, _) = t[3].carrying_add(p[7], c);
	[s0, s1, s2, s3]
}
#[inline(always)]
fn mul(a: &L, b: &L) -> L {
	let mut t = [0u64; 5];
	t = fold_row(add_row(t, a[0], b));
	t = fold_row(add_row(t, a[1], b));
	t = reduce_row(add_row(t, a[2], b));
	t = reduce_row(add_row(t, a[3], b));
	[t[0], t[1], t[2], t[3]]
}
#[inline(always)]
fn square(a: &L) -> L {
	let mac = |a: u64, b: u64, c: u64, d: u64| { let x = a as u128 * b as u128 + c as u128 + d as u128; (x as u64, (x >> 64) as u64) };
	let (p1, c) = mac(a[0], a[1], 0, 0);
	let (p2, c) = mac(a[0], a[2], 0, c);
	let (p3, p4) = mac(a[0], a[3], 0, c);
	let (p3, c) = mac(a[1], a[2], p3, 0);
	let (p4, p5) = mac(a[1], a[3], p4, c);
	let (p5, p6) = mac(a[2], a[3], p5, 0);
	let p7 = p6 >> 63;
	let p6 = p6 << 1 | p5 >> 63;
	let p5 = p5 << 1 | p4 >> 63;
	let p4 = p4 << 1 | p3 >> 63;
	let p3 = p3 << 1 | p2 >> 63;
	let p2 = p2 << 1 | p1 >> 63;
	let p1 = p1 << 1;
	let d = [a[0] as u128 * a[0] as u128, a[1] as u128 * a[1] as u128, a[2] as u128 * a[2] as u128, a[3] as u128 * a[3] as u128];
	let p0 = d[0] as u64;
	let (p1, c) = p1.carrying_add((d[0] >> 64) as u64, false);
	let (p2, c) = p2.carrying_add(d[1] as u64, c);
	let (p3, c) = p3.carrying_add((d[1] >> 64) as u64, c);
	let (p4, c) = p4.carrying_add(d[2] as u64, c);
	let (p5, c) = p5.carrying_add((d[2] >> 64) as u64, c);
	let (p6, c) = p6.carrying_add(d[3] as u64, c);
	let (p7, _) = p7.carrying_add((d[3] >> 64) as u64, c);
	redc([p0, p1, p2, p3, p4, p5, p6, p7])
}
#[inline(always)]
fn sum<const N: usize>(s: &Sum<N>, v: [&L; N]) -> L {
	let mut t = [s.constant[0], s.constant[1], s.constant[2], s.constant[3], 0];
	macro_rules! row { ($i:literal $f:ident) => {
		for j in 0..N { t = add_row(t, v[j][$i], &s.factors[j]); }
		t = $f(t);
	} }
	row!(0 fold_row);
	row!(1 fold_row);
	row!(2 reduce_row);
	row!(3 reduce_row);
	[t[0], t[1], t[2], t[3]]
}
#[inline(always)]
fn add(a: &L, b: &L) -> L {
	let (s0, c) = a[0].carrying_add(b[0], false);
	let (s1, c) = a[1].carrying_add(b[1], c);
	let (s2, c) = a[2].carrying_add(b[2], c);
	let (s3, _) = a[3].carrying_add(b[3], c);
	[s0, s1, s2, s3]
}
static MULTIPLES: [L; 16] = {
	let mut t = [[0u64; 4]; 16];
	let q = [0u64,0,0,0,1,1,1,2,2,2,3,3,3,4,4,4];
	let mut i = 0;
	while i < 16 {
		let mut c = 0u128;
		let mut j = 0;
		while j < 4 { c += MODULUS[j] as u128 * q[i] as u128; t[i][j] = c as u64; c >>= 64; j += 1; }
		i += 1;
	}
	t
};
#[inline(always)]
fn trim(a: L) -> L {
	let m = &MULTIPLES[(a[3] >> 60) as usize];
	let (s0, c) = a[0].borrowing_sub(m[0], false);
	let (s1, c) = a[1].borrowing_sub(m[1], c);
	let (s2, c) = a[2].borrowing_sub(m[2], c);
	let (s3, _) = a[3].borrowing_sub(m[3], c);
	[s0, s1, s2, s3]
}
#[inline(always)]
fn pow5(a: &L) -> L {
	let b = square(a);
	mul(&square(&b), a)
}

pub(crate) fn permute(c: &Schedule, left: &L, right: &L) -> L {
	let y1 = pow5(&add(left, &c.inputs[0]));
	let y2 = pow5(&add(right, &c.inputs[1]));
	let mut z = [0, 1, 2].map(|i| trim(add(&y1, &sum(&c.first[i], [&y2]))));
	let full = |z: [L; 3], s: &[Sum<2>; 3]| {
		let y = z.map(|z| pow5(&z));
		[
			trim(add(&y[0], &sum(&s[0], [&y[1], &y[2]]))),
			trim(add(&y[1], &sum(&s[1], [&y[0], &y[2]]))),
			trim(add(&y[2], &sum(&s[2], [&y[0], &y[1]]))),
		]
	};
	for s in &c.early { z = full(z, s); }
	let y = z.map(|z| pow5(&z));
	let x = trim(add(&y[0], &sum(&c.x, [&y[1], &y[2]])));
	let s = sum(&c.s, [&y[0], &y[1], &y[2]]);
	let u = trim(sum(&c.u, [&y[0], &y[1], &y[2]]));
	let mut y_before = pow5(&x);
	let mut x = trim(add(&y_before, &s));
	let mut s = add(&u, &sum(&c.second, [&y_before, &x]));
	for step in &c.partial {
		let y = pow5(&x);
		let next = trim(add(&y, &s));
		s = sum(step, [&y, &next, &y_before, &x]);
		y_before = y;
		x = next;
	}
	let y = pow5(&x);
	let mut z = [
		trim(add(&y, &s)),
		trim(add(&y, &sum(&c.last_partial[0], [&s, &y_before, &x]))),
		trim(add(&y, &sum(&c.last_partial[1], [&s, &y_before, &x]))),
	];
	for s in &c.late { z = full(z, s); }
	let y = z.map(|z| pow5(&z));
	sum(&c.output, [&y[0], &y[1], &y[2]])
}
