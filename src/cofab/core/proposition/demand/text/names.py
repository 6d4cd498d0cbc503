"""The names that buyers use for surface treatments, processes, machines, colours, certificates and fabrics."""

from __future__ import annotations

Names = tuple[tuple[str, str], ...]

FINISHES: Names = (
    ("hard-anodising", r"硬质?阳极氧化|硬质?氧化|硬质阳极|hard[\s-]*(?:coat(?:ed)?\s*)?anodi[sz]\w*"),
    ("decorative-anodising", r"(?:阳极)?氧化(?!皮|物|锆|铝|硅)|阳极(?!氧化)|anodi[sz]\w*"),
    ("electroless-nickel-plating", r"化学镀?镍|无电解镍|electroless\s+nickel(?:\s+plat\w+)?"),
    ("zinc-electroplating", r"(?:镀|电镀)(?:蓝白|彩|五彩|白)?锌|zinc[\s-]*(?:electro)?plat\w+|galvani[sz]\w+"),
    ("chrome-plating", r"镀硬?铬|电镀铬|(?:hard\s+)?chrom(?:e|ium)[\s-]*plat\w+|hard\s+chrome"),
    ("powder-coating", r"喷粉|喷塑|静电喷涂|粉末喷涂|powder[\s-]*coat\w*"),
    ("painting-and-electrophoretic-coating", r"喷漆|烤漆|电泳|e-?coat\w*|\bpaint(?:ed|ing)?\b"),
    ("blackening-and-phosphating", r"发黑|发蓝|磷化|blacken\w*|black\s+oxide|phosphat\w+"),
    ("pickling-and-passivation", r"钝化|酸洗|passivat\w+|pickl\w+"),
    ("physical-vapour-deposition", r"真空镀膜?|\bPVD\b"),
    ("blasting-finish", r"喷砂|喷丸|(?:bead|sand|shot)[\s-]*blast\w*"),
    ("laser-marking", r"激光(?:打标|刻字|雕刻)|打标|laser[\s-]*(?:mark|engrav)\w*"),
)

PROCESSES: Names = (
    ("quenching-and-tempering", r"调质|quench\w*\s*(?:and|&|\+)\s*temper\w*|\bQ\s*[&+]\s*T\b"),
    ("deep-hole-drilling", r"深孔(?:钻(?:削|孔)?|加工)|枪钻|gun[\s-]*drill\w*|deep[\s-]*hole\s+drill\w*"),
    ("vacuum-hardening", r"真空炉?(?:淬火|热处理)|vacuum\s+(?:harden|quench|heat[\s-]treat)\w*"),
    ("carburising-and-hardening", r"渗碳(?:淬火)?|carburi[sz]\w*|case[\s-]harden\w*"),
    ("nitriding", r"(?:软|离子|气体)?(?:渗氮|氮化)|nitrid\w*"),
    ("induction-hardening", r"(?:高频|中频|感应)(?:淬火|处理)?|induction\s+harden\w*"),
    (
        "annealing-stress-relief-and-ageing",
        r"退火|时效|去应力|anneal\w*|stress[\s-]reliev\w*|stress[\s-]relief|ag(?:e)?ing",
    ),
    ("medium-speed-wire-edm", r"中走丝|快走丝|线割(?!.{0,4}慢)"),
    ("slow-wire-edm", r"慢走丝(?:线?切?割)?|slow\s+wire\s+EDM|one-way\s+wire|wire[\s-]*(?:EDM|cut\w*)"),
    ("die-sinking-edm", r"电火花|火花机|放电加工|sink(?:er|ing)?\s+EDM|spark\s+ero\w+"),
    ("cylindrical-grinding", r"(?:内外圆|外圆|内圆)磨床?|cylindrical\s+grind\w*|(?:OD|ID)\s+grind\w*"),
    ("surface-grinding", r"平面磨床?|平磨|surface\s+grind\w*"),
    ("swiss-type-turning", r"走心机|纵切|swiss[\s-]*(?:type|style)?\s*(?:lathes?|turn\w*|machin\w*)?"),
    ("turn-mill-machining", r"车铣复合|turn[\s-]*mill\w*|mill[\s-]*turn\w*"),
    (
        "5-axis-simultaneous-milling",
        r"五轴(?:联动)?(?:加工中心|机床|机)?|5轴(?:联动)?|(?:five|5)[\s-]*axis(?:\s+(?:milling|machine|machining|mill))?",
    ),
    ("gear-hobbing-and-shaping", r"滚齿|插齿|gear\s+hobb\w*"),
    ("gear-grinding", r"磨齿|gear\s+grind\w*"),
    (
        "laser-cutting",
        r"激光切割?|激光下料|镭射切割?|激光(?=\s*[+、/,;&]\s*(?:折|冲|焊|攻))|laser[\s-]*cut\w*"
        r"|\blaser(?=\s*(?:[+&/,;]|and\b))",
    ),
    ("press-brake-bending", r"折弯|数控折弯|\bbent\b|\bbend(?:ing|s)?\b|press[\s-]*brake"),
    ("self-clinch-fastening", r"压铆|clinch\w*"),
    ("tig-welding", r"氩弧焊|\bTIG\b(?:\s*weld\w*)?"),
    ("mig-mag-welding", r"气保焊|二保焊|\bMI?A?G\b\s*weld\w*"),
    ("progressive-die-stamping", r"级进模|连续模|progressive\s+(?:die|stamp)\w*"),
    ("single-stroke-blanking", r"单冲|冲裁|blanking"),
    ("aluminium-high-pressure-die-casting", r"压铸|die[\s-]*cast\w*"),
    ("investment-casting", r"精铸|熔模铸造|失蜡|investment\s+cast\w*"),
    ("rubber-compression-moulding-and-vulcanising", r"橡胶模压|模压|硫化|compression[\s-]*mou?ld\w*"),
    ("vat-photopolymerisation", r"光固化|光敏树脂|\bSLA\b|\bDLP\b"),
    ("metal-powder-bed-fusion", r"\bSLM\b|金属(?:3D)?打印|metal[\s-]*(?:3D[\s-]*)?print\w*"),
    ("polymer-powder-bed-fusion", r"\bSLS\b|\bMJF\b|尼龙打印"),
    ("material-extrusion", r"\bFDM\b|\bFFF\b"),
    ("surface-mount-assembly", r"贴片|\bSMT\b"),
    (
        "through-hole-assembly-and-wave-soldering",
        r"波峰焊|插件|\bDIP\b|\bTHT\b|through[\s-]*hole\s+(?:assembly|parts|components)|wave\s+solder\w*",
    ),
    ("wire-harness-assembly", r"线束|端子线|wire\s+harness\w*|cable\s+(?:harness|assembl)\w*"),
    (
        "printed-circuit-board-fabrication",
        r"PCB(?=打样|板|\s*[\d,;]|s?\s*$|制板)|层(?:电路)?板|prototype\s+PCBs?|PCB\s+fabricat\w+|bare\s+boards?|PCBs(?!\s*assembl)",
    ),
    ("screen-and-pad-printing", r"丝印|移印|丝网印刷|screen[\s-]*print\w*|pad[\s-]*print\w*"),
    ("offset-printing", r"(?:四色|胶印|平版)(?:印刷)?|印刷|offset[\s-]*print\w*|\bprint(?=\s+[\d,]+)"),
    ("die-cutting-and-box-gluing", r"模切|糊盒|die[\s-]*cut\w*"),
    ("embroidery", r"绣\s*(?:字|花|logo|标|名)|刺绣|embroider\w*"),
    ("product-and-process-design", r"设计(?:一个|一款|一套|个)|结构设计|\bdesign(?=\s+(?:the|a|an|of|service)\b)"),
    (
        "cmm-dimensional-inspection",
        r"三坐标(?:检测|测量|检验)?|三次元(?:检测|测量)?|全尺寸检测|\bCMM\b(?:\s*(?:inspection|measur\w*|report))?",
    ),
    ("non-destructive-testing", r"探伤|无损检测|\bNDT\b|x-?ray\s+inspect\w*|ultrasonic\s+test\w*"),
    (
        "material-chemical-and-salt-spray-testing",
        r"盐雾(?:试验|测试)?|拉伸(?:试验|测试)?|(?:材料)?(?:成分)?化验|成分分析|光谱分析|salt[\s-]*spray(?:\s+test\w*)?|tensile(?:\s+test\w*)?|chemical\s+analysis",
    ),
    ("deburring", r"去毛刺|deburr\w*"),
    ("turning", r"数控车(?!床)|车加工|车削|车件|(?<![货卡叉用])车(?=好|成|一刀|外圆|内孔|端面)|\bturned\b|\bturning\b"),
    ("milling", r"(?:铣|CNC)(?:加工|削|件)|(?<!龙门)铣(?=一刀|平|面|槽|好|成|两)|面铣|平面铣|\bmilled\b|\bmilling\b"),
    ("drilling", r"钻孔攻[丝牙]|钻孔|打孔|攻[丝牙]|drill(?:ed|ing)?(?:\s+and\s+tap(?:ped|ping)?)?"),
    ("grinding", r"磨加工|磨削|\bground\b|\bgrinding\b"),
    ("welding", r"焊接|焊(?=好|成|上|完|牢)|\bweld(?:ed|ing)?\b"),
)

MACHINES: Names = (
    (
        "5-axis-simultaneous-milling",
        r"五轴(?:联动)?(?:加工中心|机床|机)?|5轴|(?:five|5)[\s-]*axis(?:\s+(?:machin\w+|mill\w*|VMC))?",
    ),
    ("4-axis-milling", r"四轴(?:加工中心)?|4轴|(?:four|4)[\s-]*axis(?:\s+(?:machin\w+|mill\w*))?"),
    ("gantry-milling", r"龙门(?:铣|加工中心)?|gantry(?:\s+mill\w*)?"),
    ("horizontal-boring-and-milling", r"卧加|卧式加工中心|horizontal\s+(?:machining\s+cent\w+|mill\w*)"),
    (
        "3-axis-milling",
        r"(?:850|1060|1270)?\s*(?:立式)?加工中心|立加|三轴|(?:three|3)[\s-]*axis(?:\s+mill\w*)?|machining\s+cent\w+|\bVMC\b",
    ),
    ("turn-mill-machining", r"车铣复合|turn[\s-]*mill\w*"),
    ("swiss-type-turning", r"走心机|swiss[\s-]*(?:type)?\s*lathes?"),
    ("cnc-turning", r"数控车床?|车床|(?:CNC\s+)?lathes?"),
    ("slow-wire-edm", r"慢走丝|slow\s+wire(?:\s+EDM)?|wire\s+EDM"),
    ("die-sinking-edm", r"火花机|电火花|sinker(?:\s+EDM)?"),
    ("laser-cutting", r"激光切割机|laser\s+cutter"),
    ("press-brake-bending", r"折弯机|press\s+brake"),
    ("injection-moulding", r"注塑机|injection\s+(?:machine|press)"),
    ("cylindrical-grinding", r"外圆磨床?|cylindrical\s+grinder"),
    ("cmm-dimensional-inspection", r"三坐标|\bCMM\b"),
)

_ONE = "黑白红蓝灰绿黄"


def _among(character: str) -> str:
    """A colour's character alone counts only beside 色, among other colours, or between marks: not 白卡, 红外."""
    alone = rf"(?<=[;\s/]){character}(?=[;\s/]|$)|(?<=[化粉塑漆\x00]){character}(?=[;,\s]|$)|哑(?:光)?{character}"
    return rf"{character}色|{character}(?=[{_ONE}]*(?:[两二三四]?色))|{alone}"


COLOURS: Names = (
    ("navy", r"深蓝色?|藏青色?|\bnavy(?:\s+blue)?\b"),
    ("black", rf"{_among('黑')}|\bblack\b"),
    ("white", rf"{_among('白')}|\bwhite\b"),
    ("red", rf"{_among('红')}|\bred\b"),
    ("blue", rf"{_among('蓝')}|\bblue\b"),
    ("grey", rf"{_among('灰')}|\bgr[ea]y\b"),
    ("silver", r"银(?:白)?色|\bsilver\b"),
    ("gold", r"金色|\bgold(?:en)?\b"),
    ("green", rf"军?(?:{_among('绿')})|\bgreen\b"),
    ("yellow", rf"{_among('黄')}|\byellow\b"),
    ("orange", r"[橙橘]色|\borange\b"),
    ("transparent", r"透明色?|\btransparent\b"),
    ("clear", r"本色|\bnatural\s+colou?r\b|\bclear\b"),
    ("khaki", r"卡其色?|\bkhaki\b"),
    ("beige", r"米色|\bbeige\b"),
)

CERTIFICATES: Names = (
    ("iso-9001", r"ISO\s?9001"),
    ("iatf-16949", r"(?:IATF|TS)\s?16949"),
    ("iso-14001", r"ISO\s?14001"),
    ("cnas", r"CNAS"),
    ("cma", r"\bCMA\b"),
    ("rohs", r"RoHS"),
    ("reach", r"\bREACH\b(?=\s*(?:report|报告|证|compl|[;,.]|$))"),
    (
        "3.1",
        r"3\.1\s*(?:材质)?(?:证明|证书?|certificates?|cert\b|材质)|(?:EN\s*10204[\s-]*|cert(?:ificate)?s?\s+|材质(?:证)?书\s*)3\.1",
    ),
    ("ccc", r"\bCCC\b|3C认证"),
)

FABRICS: Names = (
    ("polyester-cotton", r"涤棉|poly[\s-]*cotton"),
    ("nylon", r"尼龙|锦纶|nylon"),
    ("cotton", r"纯?棉|cotton"),
    ("polyester", r"涤纶|polyester"),
    ("wool", r"羊毛|wool"),
    ("denim", r"牛仔布?|denim"),
    ("linen", r"亚麻|linen"),
)

GROUPS: Names = (
    ("stainless", r"不锈钢|stainless(?:\s+steel)?"),
    ("copper", r"[黄紫红]?铜(?!版)|brass|copper"),
    ("titanium", r"钛(?:合金)?|titanium"),
    ("aluminium", r"铝(?:合金)?(?!膜)|alumini?um|\balu\b"),
    ("steel", r"(?<!不锈)钢(?!印|笔|网|琴)|(?<!stainless )(?<!carbon )\bsteel\b"),
    ("plastic", r"塑料|塑胶|尼龙|plastics?\b|\bnylon\b"),
    ("rubber", r"橡胶|硅胶|\brubber\b"),
)
