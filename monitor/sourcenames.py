"""What the platforms and channels are called in Chinese; what is not known keeps its code."""

from __future__ import annotations

SOURCES = {
    "weibo": "微博", "wechat": "微信", "douyin": "抖音", "kuaishou": "快手", "xiaohongshu": "小红书",
    "bilibili": "B站", "tieba": "贴吧", "zhihu": "知乎", "toutiao": "头条", "news": "新闻", "forum": "论坛",
    "owners_group": "业主群", "guba": "股吧", "xueqiu": "雪球", "hkex": "披露易", "hotline": "客服热线",
    "12345": "12345热线", "app": "APP报事", "front_desk": "前台", "manual": "人工录入",
}  # fmt: skip
