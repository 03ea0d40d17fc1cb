//! Words around what is looked for: `我想租…的房子`.

/// What says nothing about a home, wherever it stands, between spaces. Names of estates that begin earlier are read first.
pub(super) const CHATTER: &[&str] = &[
    // Asking.
    "我想要租 我想租 我要租 想要租 想租个 想租 我要找 我想找 想找个 想找 求租 诚心求租 找个 找一个 找一套 找一间 租个 \
     租一个 租一套 租一间 来个 来一套 想在 我在 要在 有没有 有木有 有吗 请问 急租 急求 急找 求推荐 推荐一下 推荐 帮忙 \
     能不能 可不可以 是否可以 可否 是否 可以 也可以 也行 也可 谁有 谁家有 哪里有 哪有 哪儿有 有无 有谁 有木 介绍一下 介绍 \
     私信我 私信 私聊 加微信 加我 微信 联系我 联系 电话 多少钱 多少 怎么样 什么价 一个 一套 的话 直接 滴滴 帮我 谢谢 你好 您好 大家好 有合适的 合适的 诚心 诚租 可以的话 如果有 希望 最好是 最好 尽量 优先 需要 考虑 看看 \
     打算 准备 方便的 要求 条件 左右的 那种 就行 就可以 家里有 家里 首次 有限 或者 还是 以及 就好 即可 都行 都可以 不限 随便",
    // Homes as such.
    "附近的房子 的房子 的房源 的房 房子 房源 房屋 租房 出租房 出租屋 出租 招租 住房 住的 居住 求房 找房",
    // Around a place.
    "附近的 附近 周边 周围 旁边 边上 隔壁 一带 这边 那边 这附近 靠近 临近 邻近 离得近 距离 不远 上班 工作 单位 方便上班 上班方便 上下班 公司在 公司附近 公司旁 我在 人在",
    // Who.
    "刚毕业 毕业生 应届生 上班族 打工 白领 自住 自己住 一家人 家庭 个人 本人 夫妻俩 小两口 我们 孩子 小孩 上学 读书 \
     我和 我跟 老婆 老公 媳妇 女朋友 男朋友 女友 男友 对象 宝宝 带宝宝 带娃 爸妈 爸爸 妈妈 室友们 朋友 同事 同学 闺蜜 一起住 一起 过来住 \
     程序员 厂妹 实习 实习生 考研 研究生 大学生 备考 考公 陪护 员工 公司宿舍 员工宿舍 外地人 刚来 新来 一个人住 一个人 自用",
    // Money and time around the numbers.
    "每月 每个月 一个月 月租 租金 房租 价格 价位 价钱 预算 便宜点 便宜的 便宜 实惠 性价比高 性价比 经济 划算 尽快 马上 \
     近期 最近 年底 年后 春节后 节后 长租 长期 长住 入住 搬家 搬进去",
    // What every home here is: nobody pays an agent, and a sublet room without a permit is not let here.
    "不要中介 非中介 无中介费 无中介 没有中介费 没有中介 免中介费 免中介 中介勿扰 二手房东勿扰 二房东勿扰 非诚勿扰 二手房东 二房东 找房东 房东出租 中介免谈 中介绕道 拒绝中介 不是中介 房东直租 \
     业主直租 个人房源 直租 不要隔断 非隔断 无隔断 拒绝隔断 不是隔断",
    // In Latin letters.
    "zufang chuzu qiuzu zhaofang fujin fangzi in near with an the for rent room rooms apartment apartments flat \
     house district looking want need to and or of around about please per month yuan rmb im am is are my me we \
     hi hello any some cheap affordable budget find close by next at on from place home bedroom bathroom bathrooms \
     rental renting expat student foreigner friendly long term",
];

/// Of these alone no name is made. A piece between two readings that holds nothing else vanishes.
const PARTICLES: &str =
    "的了吗呢吧啊呀哦嘛哈在和或与及跟要想找求租住个我你您能可就都也还是有带到去来给让再最请这那里离近、元月急房大小";

/// Noise that may stand at the ends of a word.
const AFTER: &[char] = &['的', '吗', '呢', '吧', '啊'];

/// A word without noise at its ends. What is nothing but noise vanishes.
pub(super) fn without_noise(chars: &[char], mut from: usize, mut to: usize) -> (usize, usize) {
    let particle = |c: &char| PARTICLES.contains(*c);
    if chars[from..to].iter().all(particle) {
        return (to, to);
    }
    while to - from > 1 && AFTER.contains(&chars[to - 1]) {
        to -= 1;
    }
    // 在演武小学: names that begin so are known, or short.
    if to - from > 4 && chars[from] == '在' {
        from += 1;
    }
    // 近医院 is the hospital; 在水一方 and 找寻居 are names.
    if to - from > 2 && matches!(chars[from], '近' | '离') {
        from += 1;
    }
    // 医院旁, 离万达近.
    if to - from > 2 && matches!(chars[to - 1], '近' | '旁') {
        to -= 1;
    }
    (from, to)
}
