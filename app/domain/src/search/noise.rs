//! Words around what is looked for: `我想租…的房子`.

/// What people say around what they are looking for.
const NOISE_BEFORE: &[&str] = &[
    "我想要租",
    "我想租",
    "我要租",
    "想要租",
    "想租个",
    "想租",
    "我要找",
    "我想找",
    "想找个",
    "想找",
    "求租",
    "找个",
    "找一个",
    "找",
    "求",
    "靠近",
    "临近",
    "附近的",
    "在",
    "的",
    "和",
    "或",
    "要",
    "租",
];
const NOISE_AFTER: &[&str] = &[
    "附近的房子",
    "附近",
    "周边",
    "旁边",
    "一带",
    "的房子",
    "的房源",
    "的房",
    "房子",
    "房源",
    "租房",
    "出租房",
    "出租",
    "招租",
    "的",
    "吗",
    "呢",
];
const NOISE_WHOLE: &[&str] = &[
    "房",
    "住房",
    "我",
    "有",
    "有没有",
    "请问",
    "急",
    "急租",
    "急求",
    "个人",
    "每月",
    "月",
    "元",
];

/// A word without such noise at its ends. What is nothing but noise vanishes.
pub(super) fn without_noise(chars: &[char], mut from: usize, mut to: usize) -> (usize, usize) {
    let begins = |from: usize, to: usize, noise: &str| {
        let length = noise.chars().count();
        length <= to - from && noise.chars().zip(&chars[from..]).all(|(a, b)| a == *b)
    };
    // Noise of one character is cut only where a whole word is left: 在水一方 and 找寻居 are names.
    while let Some(noise) = NOISE_BEFORE.iter().find(|noise| begins(from, to, noise)) {
        let length = noise.chars().count();
        if length == 1 && to - from > 1 {
            break;
        }
        from += length;
    }
    while let Some(noise) = NOISE_AFTER.iter().find(|noise| {
        let length = noise.chars().count();
        length <= to - from && begins(to - length, to, noise)
    }) {
        to -= noise.chars().count();
    }
    let whole = |noise: &&&str| noise.chars().count() == to - from && begins(from, to, noise);
    if NOISE_WHOLE.iter().find(whole).is_some() {
        from = to;
    }
    (from, to)
}
