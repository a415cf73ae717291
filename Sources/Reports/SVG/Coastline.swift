import Fields

/// The shores of the Earth, coarse enough to be part of the program.
///
/// From Natural Earth 1:50m land (public domain), thinned to 0.15 degrees and without the smallest
/// islands.
enum Coastline {
  /// A point in degrees.
  typealias Point = (longitude: Double, latitude: Double)

  /// Lines of degrees east, within -180...180, and north. The meridian of 180 degrees is no shore.
  static let lines: [[Point]] = decoded(text)

  /// How far from the shore they may lie, in degrees.
  static let tolerance = 0.15

  /// Reads numbers of five bits a character, low bits first, `_` and above saying that more follow;
  /// the lowest bit of a number is its sign. A line is its number of points and then their differences
  /// to the point before, in twentieths of a degree.
  private static func decoded(_ text: String) -> [[Point]] {
    var numbers: [Int] = []
    var (value, shift) = (0, 0)
    for byte in text.utf8 where byte >= 63 {
      let digit = Int(byte) - 63
      value |= (digit & 31) << shift
      shift += 5
      guard digit < 32 else { continue }
      numbers.append(value & 1 == 1 ? -(value + 1) / 2 : value / 2)
      (value, shift) = (0, 0)
    }
    var lines: [[Point]] = []
    var (x, y, next) = (0, 0, 0)
    while next < numbers.count {
      let count = numbers[next]
      next += 1
      var line: [Point] = []
      for _ in 0..<count where next + 1 < numbers.count {
        x += numbers[next]
        y += numbers[next + 1]
        next += 2
        line.append((Double(x) / 20, Double(y) / 20))
      }
      lines.append(line)
    }
    return lines
  }

  private static let text = #"""
    O_`FdSPROE?H\ARJFG{@Y_J~l@gDU~A[Ca@ZEx@QREt@M\}Ar@EFFB]f@I`@IBAOUNAGIj@g@Xs@hA@p@Sx@XnBRf@l@l@Rv@V`@HbApANh@ZXBGNf
    @WCKTHHEOIFGt@b@j@Oh@Af@QVY@c@^]M??Gj@FKWNa@Nf@^BCMO?C]QUDg@Th@^NTVALJATMM?HYR[NC@WzBi@vAF`ATv@@`AZ\b@pC@nAj@t@Az@
    ]?]MDMQ?{@Vm@Hw@`AuBECIPIANc@ITSD?Q^w@WeBEVU[oAm@[@cA[kAOu@{@Be@[[Wh@AQI@?GLOCKm@FLCIQHCAIIIMFFKSADOQQ?JMAASSDMOUJ
    ]ZDVUWQDEHAKOJ?KG?PQQa@OIBMQSIBQSEHq@G@QVGHEEC{Bf@a@MFLK?CFQQONRb@R@?XRd@oBfA]FIP_@LQCMGUu@Ig@Fq@Ea@KEFQIKGk@QGIh@
    MDK{j@vEM\ZDXEGU_@GQrPrBg@ReAt@?FRAz@e@^_@BMEB]pl@kYe@[?PPLYTb@IBDUn@\YHw@G[OM@`@LLCD[dhAl}@OE@J]GIDDHX?SBDDd@EJD?
    a@GGEPIhFgaD\EwAMYHrAHGvEV`@OuADr@HIfgBnJ\PhAAQOuA?KofFdcBWDQPf@CFKEGO`t@cUAIiAgAM_@E^b@VLXl@^OoE}BY@@HLR^LEo@FGWH
    QYdB\]QKE_@ICKFNd@EVDFSw@{ASDGb@HAAJHC@]J?DWIDO[o@KLGl@RCHWXY@Ee@?MtDe@S@KJARJPb@o@MCKak@fXHDLEV]?So@p@KvBmAXm@|@a
    @CGuA|@@XK~PjCb@DQa@YEIJPTU~IwE_@JIZd@SNBVGLFLKHLKY}@?KrBHOLJJb@MAK]?S`DzEdALp@IAK]EcANUM?GEHFHMnB\_@VBHP@n@WEI_@A
    SdAi@[?EPzAHAQKG_@NKERQSDK~@J@J\CUWKD@HIn@QIHTPZ[g@?QvJcGK^QBDRXIFWXEKSWBIhgBijA[Dr@RDU]COf@_XcC`@|AREKdAB[Qv@Wu@C
    Iuq@yAj@Pv@AAOaB?KjQ?q@Ff@C|@Jp@EeBIIqBCw@H|CVj@GqCYI@tMVLn@@O[w@JKwK]?F^@l@WUEw@RKwK}BV@@Ke@E[Lf@@GqZgGx@MeBDj@FI
    {XrEVJr@IWGs@DIoa@NVBFMa@?@HQlqC`o@kAFAHSGDJt@@n@K@KK?IPgC]JOX`Aa@SCMyLdCRJCJh@PZOYQ{@GGdRyZd@d@?Ye@KMdGpAZh@`@e@Y
    IEHOOMJIjAFEP^?DM_@CMjHvRKBNNZIUMKA@DIryC|lCPVhA?HYeB@OfFQk@LTDaA@GN`CU@Oc@?GgjAnG|@UsAFTLMkIaSMCGNb@?@QOC?HKtENMB
    b@JRE]QKFMbLvFRHvAFy@SMFGG[@Ir@c@UFNHd@E_@K]z[tA@FUGIJSM]@b@Jw@EPT|AAzCQsAIOFo@KSDIu\n@FRz@MYQi@JI}FaF^JLKs@a@D`@E
    riCylDw@PbBDC?Uk@AQauCpxCWJIEGH`@PTCFJDM[[KeZnB]FURJBjAa@c@@Oxl@kLXCMy@SBEJNNMLJNQyObIg@@v@ZHE[KLAMAJKIBOvP{AB`@BW
    LPRAYi@M?ANI{@mDNAGOODFJI_MktBp@Cx@[aAFi@VW[|BIAFJKAQUQL^L^CAQg@a@B\VJM|hCcUm@A}@Rd@Hl@S^BGKIsE`CURTDr@Qs@GIiBvEOL
    bAHKSg@CMyjBtl@i@TXALHTGVQk@CK{L?S@JPp@AASg@@YlkBep@[F\BIDt@TIGPEBHJUUGOLDUe@@ISUKFr@@UKQ@MwYpBFJHGJHE[MCIPUdBa@w@
    `@R@YH@Rh@YAIXGQCRAGOMGYOJNEGLL@RUY?K~@MIl@\i@LHMUSFMI_@Q?QRROOZVJFk@Qh@CEHY?NHOHVELFXS_@KK_HrEDX@QPIEKSLQbDo@SFNJ
    c@SJ`@NB\YAKO?Mc@d@CJJ?SFITt@g@_@AQ}sAlGgA@TNPA?IX@\OOOGVIzIxEz@NQKs@IHDa@owGrw@S@@PLHCNVBh@Z^@r@YCGw@@ISCR[A]U@[K
    BMv]bDjAb@d@`@`@BCY{@e@sAIa@eUng@q@LkAKEt@DIFJ?b@ZMP^^AEIZMJ[KB\e@@]MDOr{@kwCs@LTRpCHtAMq@U_BMw@DUk@d@?Ne@Ky@Hf@Rc
    @L|@DfCIlAQmAWiBAOqEb@RNw@K{@XfFRcAo@k@IWFYmm@fC]F[SyCVt@RbAYa@\hC?VJrAWIS}@Qq@LIuAlAq@XpCCs@Sk@AMwDy@_DFDF|ADtAOK
    MMFiAa`@zhCi@JSh@BTa@LB[Yl@m@L]QUDX|@NGNDHd@`@h@ZNXKS[?Sv@_@a@SMg@L[M?PEJQGB?MRMGRZa@IIHFJKN]M?GRcAD|Fa@ODLSIHHKEJ
    LIJj@p@VH@FSNf@EEFd@LP~@x@\d@?`@Q^@EINCSEHIOAAQ[KUW]EiAi@o@sA[IHDOX_Azy@g~@KLDLKNEd@NN?TNi@BBJTIZJNBQJD`@SBWGOTOHN
    ^MX^Kg@YGUUOH@NWUM@COYA@]UPcAbEsJ]JOEB^MTLb@THFXMl@QF?GQEQTGKSFHFITM@BRBMXEZa@?Z^]PJZEKa@LIDPLOLw@WDI_BSCcDmNdWYBC
    x@ITGKQ^O?c@k@YEAI_@MkA`@_@B{Cv@q@d@?VaATOL?NZ?DHKRc@XQd@W?AP]FHBCFg@HN@GFLDTKnAKbAmA|@ULFRKKRP@CFv@?o@T\Vz@El@g@C
    KZJDGJHEYLMQAVIICXi@ECH?@I\SrASRMGEd@EHKEQP`@PFF_@\QIESBQMSDGS~@DL[d@EIUq@Se@N_BtIeAPTZD|BINJD^W^S?QSMBo@OKH@FRCXX
    b@Le@f@@ZWP?L\D@JPC?YZWE]NCNJGhBb@?FKIq@DUVC@[S]Gi@GGEDD]Ui@MBSSeARk@?i@a@IFLRg@|TvGg@JMReADOUMJu@HQZw@DGd@t@QdA?v
    AWj@BdAQAKp@KI@Wc@q@BsApLaMi@@]j@y@b@]f@OH@KG?u@v@UFAHPF_@KKFEHLH?NIJYDE\MJFR]GYZJjBNIHFPI@NvBmBZc@Vw@Xc@RKT{@b@SB
    SX]RGf@i@D]o@LqBkXy@QIQVFPSE@LOCc@PBHb@BKV`@@FFKP\Bg@r@HHo@h@PFXKN`@Af@XPDE?JPPIVVn@p@TLc@XFXSJLb@HDYx@@HcAZOAGFGC
    SL]G[UUGJu@LDEQo@{@Og@y@g@OQ@EIFGSGa@w@AJa@h|@}uA~Fd@nB^~@l@hB?TO_B]TEc@KZEgAIs@S{AQaCC{BWw@Jn@PUpNtBm@Bl@p@}An@RD
    tCI]K\OjACeA}@qACk@ilBrVUx@Bf@{@bCXWd@@Tx@i@v@DJDSZER^HUM}@L]MaBTi@Ek@]CEQLOOCm@i@zKc@DYOFZGLSCjARZb@v@W`@HRGDH_@R
    R?TLHm@WM@Me@?Oo@Bc@KCiAv@kBdBlBGA?ZUp@Th@RHAh@P`@KTRRRJI[HADRPENZDSRRl@?IEP?@KHLKNRBXZTSIWXE~@P`@?DPNG`@@COkAk@yA
    IGFUAe@gAQCNNMLi@Qi@c@Q_@EeAQWMNMAEKPAEIKDYrGzGK?CPTTTI`@\JEBULBc@]ID]OOBg@~BXU?DLM?CLXz@JALPC[FRPGOy@JMCRVD@SKFNO
    k@[QLOtKvLHXXm@AUc@w@UIMLd@|AQrKfBCLd@n@TH^M@]WWw@IIDUre@vK[Pm@pAF`@d@PVEH[Du@Ow@MBPKcA`e@xZOVQfBFJJSH@Gf@N\Bj@tA`
    GPL`ANh@U^gBIi@KEWs@NcBSo@aAQIDCOQKEHI[EHQMFKG[K@UQ?_@OMMLGvcGdsAbEO[[gDj@I{mBCt@EIOoDa@bCv@Ym^c@aAB?r@vFVpD@_@]k@
    @mAYq@y@yAIyAH]Rt@HOdQ|@`@VdBMj@DbBQkE@i@Wa@Vq@zK}LcA`ACd@d@\|BBRMiBAbACk@I|@IVH`@AFJt@S}BKRK{ACUF@Ir@I_AItAMNa@eA
    OMNs@c@uSS?OPHDqAn@o@FBHl@DvEQk@ISFTQKQKZSAQHICj@U]U^@HGKIHGQ@QKMDw@zNw}AqAHSRgATYRm@H?N_@@]Rd@HfB@WUDI`@CXa@V?hAY
    X@HGOCDEb@Ar@\^BSG?MKIwAS]m_CkfAw@F[OCHo@EkBFt@\bAFvCKYIbBCNKy@@IMs@Fq@bDLa@R]GwB`@xAL`BfAjBc@sBOnBDNKcCKFKv@FZI@J
    z@D`B{@wBCl@Jw@Fc@O{@\R[OMUDO|Gvo@BdARCNJPmAM@[OOLODkAAXL\NGH]]MAKEFOsFvDR\GNFLhBk@KOi@FgAGKltAuf@a@LbALr@QUW_ALe@
    `|AbWcALwAjA|@IJEMOZHPQV?OId@IDIV?@KO@AGVBHKk@Do@adAte@g@Gg@HGLS@LDc@FMLLLTIfAFNVVWx@?NFTMAG_ADQEPQCOZMSEe@HO{Z|Wq
    @@Pj@d@NZ?Jc@EYg@?qBey@mhAh@b@sACIH^b@ZFYBl@Do@@e@RO`@m@VGR\Cc@LFP_AD@Xn@Xg@B?Dn@P~@EXJd@CZPREv@Lw@m@i@?[U`@LhAMm@
    _@BMVBQM{@EJGGY\OUOnAFQo@FGPHEKX`@Uw@PFREOE?_@WIHEOSkA@w@bDhCi@E[Zb@RKh@HZlC\MGVBSI\@QKPC}@Sj@De@Yl@GSORO}@AOOVASQ
    WC?JMOMBHFeAvvEkPqDp@Qj@SHKCAFKG^Ya@AQJ]CRCo@Bo@Z_@B`@T\GKJbAGWXb@H[NRENH@INF`AQZYzAATUOMl@FMZXPG{CkAilEjBe@ERHINq
    @HAPj@X~Cf@|@Eb@O|@B@Iq@KVBQM`BGuAGVEYIhBCY?HI_@@TCOMg@JRU}@NI^e@a@[LYQ[PDO]Fi@IIK[HG_dFnsD|@B?E}@@KTa@yAFfBLTMKKW
    BIrqAoMZAIIY@FHG`aHbJj@Em@A@FEkMSMKLJE`t@fJfAIgAHE}@{@fCKgCJG_MsD|@Ce@CWFIkvD}FQ@ZL\Qg@@GmV]VEe@ELJGiLN`@AKKULGlgA
    vJKEo@Hz@CGpBSfBCg@C_AFIuOwECV|@Ou@QCHGhy@|Er@?SG_@FGsMkSOFr@@c@IG`GdGPUYHFJElc@jCDYEXGysDw~Dl@?SGYFGoCEBJn@As@IGv
    dDj`DC]IVLDMgFtFq@@OZl@SFJVKKIIiyCmsA]B^HNIQCOglCja@AJKG?XL@BIBYGBGpG{Fx@g@g@RQRG~Ao@NAXYi@ZI`aHpr@L@JSKKM\MaAbE[J
    XLCKPDXQe@AGgF`Ad@@HGo@DMjDk@O@DH^AHIGEWDM|AaKHFIVHDV[WSIHIoiFsm@j@Ao@GEDHBIsy@n@Wr@VYDWEAKe@rAO@IL^IHMOFKf^fCG??R
    TCAMKAMrF_BYGKHVRPMDOIFKwGl]SBXFb@E_@KIDIxPow@ASYs@@`@Xd@Iq@MRFJGUMILKb@cBMTVQJHCYQJGsMdOg@PRBRUMvDYSD@FTIGJXGUGO}
    CbF@VH@JKGGDEMIGHIF\HNF??YQHMdMkAHVIFTJGi@GGEDITZL@AUME@XI{AmCMFd@AAGU@K_GzFH?AKSW@THLItDMLJX@GM_@?KfVyDDHPAAYUD?J
    IjLqDQRDNZc@O?IaA`CJGDYI?G`@Gtr@egB@NpAAsAMIzBPsBLbABhAEYKG{C@JJj@Iw@AEdz@`Ba@L`@MI_rAzF^?c@MWDZFGiAO`@ESIMNGcoBzB
    t@K{@?DJI|EvLCO_@GAJd@JItHjIRHFGc@SFPKbHfEbAb@g@g@OBQIDHKhLgKI@RNPEMOMBGpw@lu@DKScALnAKjuHiHJAD[GUi@^^RIlN}i@l@R_@
    YQ?BDMu@UMABJx@Lg@MHKQ@I_uG`}APC@MM?EPGnlAsbB^VBQc@EKA`@SHJF^OOGGDInxA~g@JNJIEYQRM}SdQb@BOGDQUEG?BZIfzAky@IFPTD]M?
    IkA\FDLEIOKNIicB|fAK_@KC@PTPMfp@{@Q^LHLEOKRUMA{HyDuwAgAACWn@MWIg@Ft@YOIg@Dn@KaCYkAf@d@PYELTk@Uq@TBQo@Db@M{@EgAJ^Z]
    Mc@?d@LS?JRm@ULLSGSJKOy@HIFx@NoAGp@VWADLu@[aAH~@Tq@EAHc@MYTpAHoA@UH|ABo@@@Hx@AgBNDN[IHPSGUNSOBHm@H`@FaABXP_AI_@N^?
    ILZCULV@@L^GDb@XQJJ`@Ye@Uv@JGGN@d@SHLXEURv@I_@Xa@BOXAGQJIGSDOJTDo@VHPTSU`@RAAJnBk@ELl@KsBz@BJ`BMh@SdAKXMWGj@G\_@^F
    XQ?LtAHn@I@Q]S{@FONLQyAG`@YwAk@~@y@PDXIGIjALAKc@G^IGG`@?XWr@MIVlBCYLXGhDCVOx@Ff@IVU{A@jBSW_A}@WkBC`Ah@Q`@o@T~@LI}R
    zF@Kh@ODXq@@M^kAGXYMg@BOGfAWPNgEmAoS{B@pAJ_EE_BRhHf@yCEzDh@l@EQJfAD{@?`@LvBCi@LlC?}AP`DAeDNlAFo@D\LpA@RVpA@j@IFLmC
    F?PbBNdAUKH`A?JId@Nr@KHF^G?Fb@?BM@Lf@CAMkBMn@Wq@AyARiAWl@Nr@@PQu@IVM^PJI`AD]UiEIhB?_@AnB_@BOoB?_CXbB[uFUhACgASbD^j
    A@[EtBHr@I}BOnDRx@KgDMxDH@KqAGnBDWIhAAoCOwBB|@GcAIyEVvBUy@OyABv@GeB?_ALj@QkB?eAJDOcCBwgA~]`Mq@NARy@X\AKFb@NcBF`@Dg
    @h@e@g@q@PH`@e@\_@Ka@m@a@CXk@}BFNDu@JTJ[Dr@Jq@d@DPlAZl@WT@c@FMRdAMj@@]Nz@\zAW`A?{@De@PkADh@f@h@Hb@GBPXBrBUEJw@DJDW
    Em@NBL|@DOFV@?NXGKDZHKFx@p@Fx@YL@NIQc@?]x@LNwAKeANu@^gANSHDHKGm@?{@HCnA[VHHo@PGLNJ]G]TLWOIONBUUSTeAZYkAYq@o@Lq@~@c
    @]i@OBAOJa@V@[]X]_@IkBPe@Mg@LSRU?IPw@JUEFb@f@@c@DATM@FPVBy@EKDAVZHi@WKRu@_@MLSg@Q@NOO@IWKBHHQAMXUFTD[?ONZJe@CXP]EU
    H?JTBm@R?Jl@Ci@PHBM@BFk@FH\a@IKBNNWOQLa@AUJvBd@KDHH_Ba@LCc@@AZa@KUJE^RBUBH@MFt@\z@D~@h@~F@`@`@d@Dt@f@t@Im@JDNp@d@x
    Bp@MF\Lm@QOUiBi@yA_AmBWq@LH@EPb@NZG\Fk@Lc@AVVQ@K^gAV_@Gc@TdBV?FZAn@h@XKK]H@aAa@KL_@Mz@?USLCDJj@PDGNJXACJh@PNCBHFKR
    Td@HXb@IHPHWVQCBIENZD@EPFHKBNv@Bj@TASJZKDDV^`@VUQSNFBJSh@b@r@K_@FONCIGLAS_@ZHEb@HGKPb@KGSHRi@RHFVQ_@VDJJIQPd@K]PS?
    Qj@Na@ETLGNJFI?J[?@HMENRb@GUJJHHECBSFd@BT^?G@H`@Fj@h@ZDAFFECH\h@Gt@]r@AVDWBDDOCL[~@Bd@LVVBEC\]Je@JBNYKMP?Gi@v@o@p@
    NJWFDXIGCd@DGGf@JGAFODLvA@EH_@?AHLF[NDFf@U?NLEHDl@[LJ~@G?I@J`@JGEPECLd@ZNDIEXAIH\JJ^JCIFMn@R`AFfAUh@BJL_@Ut@s@jA[B
    ]ToAUc@HIEDK[QOaAkAUw@AIVb@t@K@Pt@FWJRIBF~@V\]FQG_@Dc@Ii@?[FSVOAGHHDGRJV?t@BKDFC`@FLSf@q@t@K?BGMJS@y@_@S@q@Ri@j@BW
    q@c@C]D@QYOKSB@HIUa@?cAm@QN^RMb@R`@S\MCGUPa@AOaASRQKKMZ_@@QJIXkAEON[Fw@QTE_BCf@FERGEINGGMLEI_@TP\L?KFm@Gu@`@KNDd@I
    QO@]VAXIQi@JAI{@@KBBPKQe@La@\ALEKGVCIMFSlA]RARv@p@Zp@XF[@i@YG^KHk@ILb@Q]SOM?BMMO[CmAZCLIIQJCJFFKCAFJ`@Q]AL_@OkAR}@
    Ay@`@u@n@aAHYhA?d@Rr@nAnAb@~@HBFMDFH^GxAHhARTDr@l@bA@\ZJLXb@?FG@Hx@@CFb@TR?b@Pt@l@TAMHLXGd@Hv@d@\l@jAl@`@?I_@MYi@A
    GPBJK?ZXXZdAz@z@\Jr@Ad@QZ@V_@M]BSLhAw@h@HT[R@T^l@XLrBTp@GKTL|@n@Hx@MAr@WLWMGVPFPOPDYJd@VNx@r@HX^_@d@e@DANPJQB`Af@P
    h@LBNMLHWDd@b@KRN@SBUV`@C|@TRl@j@UQCEHU[h@LHJRGKSq@En@ANRTGUMb@DHUODi@KCNGC@UVIULb@HZMIQ`@GJMOAAKa@VEQLLFIICZK[GLO
    Q?BWNN?_@MEP?DQo@DJSTJNISCLEMIDOZA?ITFCHHI_@UDKc@CGM@XNDYOB\Ci@_@APM[STQSk@?_@MDBOJCSOr@HLY[kANiAQGg@qA]aBHoAOg@F[
    a@gBIoBFKSeAH{Bn@k@lCkA`@]P_@GSx@qAj@kBp@iAl@[IOPg@COo@g@KYBUBR@GJLXSGIDa@WSFIQS@Yo@ODOQE?W_@M[o@NKGSHa@KIFOCOh@y@
    IMOHLMJDTWRAf@^QZ`@JF[FHRSd@EFHNWDAEJJCDY`@OX[MPFFRKHOC_@jAgAKADOf@DnA[b@CtB{AMJb@OBBGBbATlD}@h@]|@OPSh@QT[DOOGHGK
    [PSDYlAgAIAPCLSI@f@QEINBDOMGFKn@]@UTCVSh@}@Jo@ZMN@^OKdAgAdACTc@l@EBBKIFc@|AKHCIa@`@BLRHL[bAq@Lu@VODMPHv@i@[CIDFIGS
    ~@s@fAmCd@QBItAW?Sp@q@CSZ[AIOJHS]A`@CBJRECG^[Dc@RUKk@Ru@Oc@EcB_@@`@E@UICJ?Ty@kAHEHRTWU@VPDO?Oa@NQCKXOKIN@CMLJNE@GO
    @HA@OHLTELQGQFLh@?LCUCV??MTFXKKQ[Cd@FFEO[]JROGOj@h@HMOOJFGUJ@^[KEc@P\KEKN?VV^Q[U^Ec@i@HCHR?a@Rl@ROKEJ_@h@TUYp@a@XC
    FSUBPKMA`@EEQJHPEZg@Il@^EHYBJ\Ie@TTF|Bs@IOGLKIPEd@Jf@G?GlBB\MGKTHXCIEb@CIM~@FEK^LKDNF[?RRd@CFLBEp@X^@DGa@M^ASc@c@K
    u@Bd@IOMlARd@\PAMJ|@`@]N^VvA^FLdATBLjBZJGTPVC?HPAHFAI_A_@w@B?S_ASOSa@GDUOEJG[]v@TJIOEZ@DTv@YfANSQ\o@QO\PEHt@Fx@]UM
    QJMEIDEKz@AIENEJDVUw@a@M[k@Dg@Su@C@WRGWM`@?d@NRIAHvBG^U_@ElAMqCe@_@@@PiBC`@GPU]Ru@@BGz@CEKhACVShB]WUiBIaAo@gAIIJES
    gAAy@Ua@JLH_@Ie@JkAAMNkBAyDRw@C}Hv@XO{@WIPuDc@zBb@PRu@[]?CHa@So@IAFm@SJKcBn@e@_@G^_@ASOg@?_Eb@yA@i@Pn@H?LiBBaBKqA\
    RDq@ZZw@wA_@bBPPEOKuAKaA`@i@Am@LgC?SAHIo@PIIf@APQ_@Gw@HHH]GN\e@Rf@AWPMw@oAWNO\FMS_@CfBQRSYMVQQIS@MUYCIHYwYvXGCLBIG
    HA`@NHVKI?NLFOEEW]MU~BcBEF{@I^?SGlAFWOHCt@RSFk@EYKlJn@PTA[?FFXEt@FZToB@]KEQJCUOOq@}CQBTQ\LOEDJGKODIf\sPYBLU^DSJIcC
    _A~@EQHu@@FEe@|Pt@`AE`A^f@DjB]u@b@b@BNTbACeAPqAEEK{@Ky@e@g@Cz@?e@Gi@HIGOi@s@RKFHf@BcA?[H?KZ?KtFs@iAPAK`ACNMEJGxp@`
    FlALs@AYKo@cl@iGCIf@JbAAu@S^EnEb@KFKGw@BCGcADp@BMHp@Vw@FSOk@I^\eASRIOGaABC[GU~B^MTDu@FMyOhBJCSITDFIGXMGMg@vABGVBJX
    SA?DSYGKmAYJLYJLSa@~ALGXNHLORPJBKDTs@[Ic@MHsEBJSHEKCJWc@p@LOtXzGx@@b@[[XL?u@b@X_@s@CGkLaBTIIPKGMeBWaCEpBCTGjA^QJ_A
    YO[hBKHHLXESRWa@ZOGJI{Ao@^F@Je@GBKIon@zFFS^FSf@S[c@iEmBT@XYGTZ@JSOTVBl@k@A`@EKg@XFNUBJMYM_@HYKUgJpaBDWB\L@K@HBGB@J
    OGFKGIO_AzHBOVTJNANO[M@GKO|SoSQ?FJGBKMl@g@HVYLk@qb@uGDIFV^CJRPAKNLBAJFEDTKBQa@AVGMFUSFJGCGa@GOIBGM~IaEOb@M@LGLs@FP
    EBIzZfx@r@EMT?Ie@EKa@qCRIh@FFRYOk@AGph@c~BZEDLa@Ga@sY`O[CNIXb@]FLBu@AcBi@KSDFl@BHDM@r@Cj@ZVC?IgC`AmC\Ij@RAKNF@Gf@n
    @YCT|@Ch@QTYGOUHq@Ki@[S?PEUQC@M_APAb@VXKD]QSh@WMC_@OSNWO?OX_@B?KO@LW\WrCUEOPCGKNMEKh@CT[|@IHNJDAOHP?GPDDLz@Rp@^q@E
    BLS?gAYGPYCQN}AK@J[?QR\ABFI@fj@h@a@E^_@HCGI`Cko@XKJZ_@BESYnFVTY?JTBADQEXXWBYKVKO?EHAEUxFlDRcAQr@H@IFFLX@S?KLHMMISh
    AeBg@Cf@@BOJFLM`@Bg@AKTK?OgDoB^WB]@JHOL@g@z@UCUbAq@@s@t@GILGIKN?IIB@`@CEMPUK_ATAJOWORFIMR?AVVDe@LWCg@wB`BAS|@_BCQP
    @GMJPOHh@EJX_@DLLa@\GGGHGECVOIBp@WKQnRdKLKICJABHJQH@Yb@OKGGkYZRTGq@KI_u@jLDHNISIAHQ~P|EHCYDWGMFJHEEJDb@KGwAsGr@Kc@
    EOPI}GyQd@ADGo@@BFIjDlDMFNDVKYAKbDRTTl@HFKSQw@AIaBTILRPPS[KEf^mQz@W{@VIiJYwA@HJ`BASKGbCwADJl@Ms@@GeJlBl@C?Km@NKrCv
    A?Nf@?pAOcAWu@VIhSoCKLrC?{AQk@BGtIxBh@?eASZRIiOjB~@WKGmABXZg@sEi@wBHx@\_@CSNWA@`@f@FZGLT`Dy@SMe@Nk@GNK[?`AKg@@PMe@
    E_@{QzIOGg@Jy@REXi@CUL\JxA[rAh@LWv@Bc@UQcAU@MTMoJyBWDBZdAFF[UMc@?KxCuE}ADg@XnC?h@a@s@@_@tUoBAr@fBDPO{@KfCFQOo@Bl@U
    [A}@RKIr@MmA@GIg@HWdFqBa@Nc@GsARI\fCSnA?w@O^I\FTSoA?w@mMiAyBf@m@GO\_A?YHdBXPK\^p@OSPnBESIzAOqBOvC@TIq@Gx@Bb@ScBAtA
    CQOoAD|@KwAIb@I{AF_A~AhDi@DJJyAI]F`@@sADrABcB\IGkBHoAOqCD_@Nb@Fg@Dd@?CJbB@\M@Jb@B|C?DMf@Jt@IXD|@cAtAB`ASi@K}@DKjAa
    As@D@JpAJt@e@uAFMxPPa@@p@FYLnADf@UmBGUjE\bAh@XSnAd@d@MbAHAOgCe@yAAMGe@Fy@aHr@w@LGKi@@J^j@FfACpCXfAK_CUfBFJOPLr@DfA
    K_BQnA@uAI`AAQIw@@f@C_@I{AJaAXmA@n@c@y@OU\U}QjAmBLbAh@rA?YLRLd@@XcAe@@HOgACQjDrDwA^l@N|BWi@I@ISB@OYFqAhTuBeAO{@JPN
    {@MPMY?q@Pe@b@SI\y@yALs@lAiCd@ANn@ENJ`@CMPi@IGPjBDrAW^PnAJfCF`@[nBGX[{EGrAOxC@^K{BUrB@QGp@CY_@sC_@WJPPYpE{@yAEsA^l
    C\p@RNZbBNb@WhAKqAeAb@W_CGeAPU_r@hUHL?KJLH@GMPHUYBLKOKLGbW_Ul@A_AGPHGoV`DTJ^Gu@CEId@a@U`@TEfHj@BUCTIpRiIh@Hh@Q_ACS
    JGdAW[Hh@?MIG{Ak@\Gq@@RDE}Mn@NMOLGb]q@l@EYGSLGeKjB^CUKINiBy{@j\VFIJf@x@WSADYAXNKAHFa@ABNa@QAFa@@TRQDNHi@I^XGL_@QJV
    MIEFPb@R??STHKULOJPr@TBEk@Y^FTAKKb@H~@G\FFGe@]^AKGEDKSOBFOOC]{@g@UW?GezAqUQN`@FOWGeAQCHn@Hk@SMjCz@UKJPdADm@MY[J\GT
    O?L^A_@KG`jAmO~AU}ADANGaa@xA|@?m@GOFEf@vCJYKXIWXWLp@@FKa@C}M|MeIeDJxFHuGEgCPv@NnGH}D@a@JuBMdAp@iCa@wAHu@OiA?oBLrEb
    @IJtB?ZHm@^tATVd@c@Gu@Fd@HoAFCLhDFmBVKb@d@CdAFq@@ENa@M]XjAH`@QLRoAFJNbAF|BW[Lp@Hn@G[Ff@BgCIsARH^dAOVUnALiAGJTUAgBX
    TL]CId@b@B@OHNX?n@]dBQq@DCJd@HbAAMJf@HaB?^PiAMaCJ|@JhBh@rDXt@OGPbB|@TFXGGJrATQ[`@CODNLLCKJlADSHx@Hc@TVJ^Cg@DAN`@Z\
    ESHHFh@@_@DAZRDPn@`@C[FCL`@?AHRCGMNH^GYQXFXEGWf@Nt@@QIX?b@WBKUG\BAI\GSWVHl@o@s@Gx@?g@S[HBI`@SINn@VXm@y@Qx@LXEFQwAa
    @~A\GSg@Ir@CBOs@MkAFLIv@Av@JWY}@DOKvA@MKkA?AU_@?^A_@a@lA?zAYeAAsALh@W]?nAGo@S`ABF]Jb@`AC]_@\D?Ia@Ob@EMMd@_@f@?g@Oz
    A_@AM~DYrCDEHx@En@Kw@I|@C@Ib@FTIwBMeABCIxBB\Ol@@|@Om@OgFUaAe@hB?DKcBWy@BAK}@@g@]yCThBY{DMg@ZUYiCNRUsEX^e@gD?~DC?G}
    BGcADe@IwALQSuHAuPx`@rvDEJVE|@ZGJ\EBHJEj@TX?Vb@QFq@EPNNGJJd@GAPj@O?Td@ABRZBD\_@?VFKHi@DGIe@A^HgAv@PHc@DPNYAMNf@N]C
    EHn@F}@@VTu@Pd@Hj@Eo@Th@L_@@^Fi@AFHp@ABR`@IZJYDh@De@DpGn@vG?y@\qBJjARnGMeDVNJ`B@jC_@GVkBb@]I}CDLRzBBaCBs@\qA@}AImE
    ^_CDvCLq@NmDEvALs@`@mA@sCe@mESoDAHRy@?{F}@}@DiAOgFQoFI~FMZSlC?pAMAKsAg@mEk@{DWmFKPGs@a@gA?k@Q`AAHQa@My@?DMk@@cAOSY
    t@M{@DWW_AZe@C@[gAEDXcDBe@GSPaB[gFY_@BYIeBTu@[]JgBGcANc@MOZaAAYWs@Tg@O]ReABsFg@Am@_@G]@NN_@?]VaB@k@Ns@u@mB[iCSEM_@
    BEN[AEJa@]\G_@Cs@HF]cCWaABcAR?H`@A?V{@I_ARqD?yDNo@EQZL^\BGRb@?d@NoAFlBjB_@Dk@_@sBc@oAeA}A?uA_@q@a@iDWo@SmHWqAFeDIk
    @F}@KSOq@CoGh@m@OKOwAKeBd@`APAHiBOoAB{@Gh@N_E]a@Bi@McAZc@@_@Au@a@qBCe@Ne@Mo@J_@CuEXi@Ca@HVZoAIk@\yC?MPgA@_@U_AZkDR
    _B|@FWYE[Ji@C}BJgB`@KIOP^HEPdAEw@LJJ~ABZGq@P|ARTSWl@nAEf@`@z@BkARLj@mAd@NJw@EaAX~ACnAJf@MKRj@?`@TUNnANsA@Fb@}B\zAN
    iCEyCZRJ{Mf@iE~`M?m\`@DMtIQi@QrCE`Gg@gKXu@CqCFaGk@lCs@qIIbBU{AKCIzHi@gAStBAh@IKa@_C@kEX}@MXMmBNUKr@[pBEu@IqBJ`@OmB
    Qo@A{@HLG{@MyBAs@Q}EFiIE_CM}BBWWk@FEL\T_BGSWe@Lj@X}DDkCIw@@YH{ACbAQMMl@?~@[}CG~CKFW]@@HgD?gAJ{E?sAWOT_ABg@EoCXc@CC
    Sa@DBQaATmAAFNuH[aAK_@]hAiBu@AOIPK[s@`@?AQQEUL?W]CSW]A]c@[BwAk@iC_@OBEyeHwfDDIs@QC?Tl@DuS`hEjMUAHJrAP[Db@zAr@@T\p@
    ?Pc@M@CM`AeAE[TEHUN\XCv@d@v@Bl@U?O]?PCSQp@NCOe@IPAOOMEAHQM`@Df@ZAQS?TMSIT@BOgACIFUIDIDHnABL_@gA@z@CBGy@IP?GGeAEt@@
    _@Oi@HPKQQUDUEKFu@ODIl@TPKkAo@q@GXE[]q@Gd@@COc@Qs@Cd@ASKYF^Qo@QKLBOu@Eh@CeAc@WDHGk@K@NYUFVYEDOu@@VOu@CYLs@g@k@DZ\y
    @_@CR]W_@AA^YWsAPZJx@Ac@NiA@QIg@H^@GDi@@JNUIuABkEz@I`@j@Tx@HdDSfBWoBn@JTYd@_BXWKx@[KMqBT[GX_@_Bc@kARCyA`@OeBD_@Xl@
    BXL_AVm@GGWg@CBGaCYOF@Iy@O[?ZBEPZF_A@UMeA?kAQATYBEMi@K^W]IcCJkDn@YWV?d@YZ@Oo@XM_AWm@q@wA@o@Fd@p@a@RBnAg@PT\bA^GH`@
    F?IbAAg@NqADkB{@LY[Qu@E_@TBXeAFr@EAm@`AMvA@FW]_@p@a@kA[FY_@FEt@aCJdBWNMuA?\Ii@Ic@?yAZy@?d@j@AF_@SC^YQVUOWjB_@Hi@{F
    Mj@Pc@L\M_AM|@Sq@Ax@K_AKNG{G]n@?MG}AAAHa@?uAMc@PZ[mB@VUwB]qALhAJaCDh@P{DGmB^JLj@Ks@N`@P`Fv@rA^_Fc@h@AUIs@AWLc@GWp@
    PEa@_@oD??Ls@HoBBi@KFQm@CoANo@Eu@NRFYF`@Dc@B?L|@KaC`AaAo@i@R_BEiAPKQeABXQa@Ih@EmAIJKyEPfAJ_BE\LLKTTqAYyAFSHh@FaAFR
    H{@Ac@PgCIoBDo@P@Zi@FQZRL[a@aAKoCFi@IeAd@e@AQK`@SMQoBJgBCcDb@mbA?|Cz@P~@ST@[@?Ff@Ez@H{@GCJq@EKPUAG^k@^PPrASEHjDj@x
    Af@HRj@YnAFf@TCYv@Xn@GfAlAQNIIWDRTWf@RFFGOIN?TNNVO\pAT?h@~@BLp@t@`@n@iDQ{@a@W?Sy@GuCaBaAQSw@o@Ef@Ih@DHf@ZCxAf@IOVB
    Se@~BFnBhADJ_@BGHfA?THx@@HGi@GbBQ`@F@JvAGRJRItBDbEzB`Bn@WLe@?B^Q??OSCJFSDVNs@OBNI]k@@}@d@DJLCYb@f@v@N~AvDtD|Al@`@G
    ?OLFDEXVP?AJf@X@`@tAh@DVe@Ri@`AEj@L\ZB@H\CNR@KZPJMMEJMQ[Ha@LAMIS@La@T@LINJLIGERAa@UNCG]TGDDJOz@NbA`@@E[STEg@e@NQZ@
    XXj@RNTn@@D\s@L?ZMFQ?g@[c@Ng@@JTNCl@JDRPACFl@l@k@VW~@g@`@t@KPDYAo@j@bAXi@Aa@PVLQ?@LP?IFBXPANLXt@REKPPJJAQB?VNACFJ@
    LV^DGFZXPAPZ~@LFENF?HLCN[DFGZP?RNHG@HLCLJh@LDEHNMPDFN?JWKWPGNHRQBHZDXTPAAH\^Nf@c@f@DFaB|AYnBHAAZHVdAd@HI@HLAEDJ?MF
    FHPMOTDBTQKVh@\L@Ky@^SX?CMDINH?UT]b@S^@A_@LCVF?n@`@hACh@WAQh@If@JSBDINk@LcA~@IV?bASZIb@FI?DRBvA}@?MV[VcBv@gAN?@SQy
    @FB@WQg@HA@w@Na@BJJm@Fm@EUL@Tc@BZJFHICJb@\@ODHH@@OHJAWRRO}@TeABNPQKBGGJQPEBFBUFFBM@HNSP}@LUTJLg@LDMFDRENLR@KJ@CMPZ
    @UDVJO?PJ@BS@PR?CSHGGHFHj@VETHNTNd@D@DIAt@t@dAn@BTd@FJVLELFHXI|@HCKHXpAEf@T@LZQLf@BLZTJd@_@Fg@v@iBTmAh@mAPwACMFCGG
    LUI_@J_@SKT@?QICV?DPGHHNf@NRC|@y@q@IKU`@L`@KNSOKTHBIVANa@PCH]fANVGhBJb@MjBGPEVu@X?x@Xd@In@a@b@I|@}ARDTQDP`@@EPPDM@
    ]`Au@h@BT[p@Im@IEKHA`@JZ_@NqAGyAwA@t@KTUT}@Ni@n@t@jAJGJL@p@d@HP\b@DP^f@@x@TLJ@RpBf@ZVX?n@Vl@BVTj@FPCHUJcAJKEo@Rg@X
    Ub@eAf@YPUJe@A[Vk@b@WNg@lAmBV?M{@\fAd@_@^w@Gf@c@h@Op@q@tAWTJDG`@m@d@Ob@GzAk@\e@bBKPAMMPg@NuAxA?J^TWAm@j@Y?a@O]Ba@O
    kBO[QQDFv@M@P@Bb@pBdElAnA|A`AzAjBNBFPRHh@nAPv@]d@HR?d@Q|@a@XFZA`AOfAf@`A|Aj@j@n@x@h@JCYjBEKCFBhAPRvAf@FLIHCE@\R`Ah
    @b@v@jArAdAp@X^@HJvBA\Lp@BTLl@QBIJHBECSVa@SMD]x@mBv@_ANk@PsA@eAhBqD@uA_@_Bm@u@Ei@`@oAO[j@yA]IVDFGPq@pAqAK@PGTi@ILG
    CPIL[IBMMA[QJGEZMKA?QFCO_@Em@N[EIZABQL?JMALn@EAFHBDKCL\@VUDSGCLCIALAX[f@CIE~APLLZ@xAf@p@MIAFGDFlAAI@bB^ZIjCcB\K?ML
    ANYMGJ@EKXY?O\KDSJGBD@MLA@KOCPGOE`@DNICGTGMEJA?_@MFe@Gf@BJUEEd@[OEWa@QgA?e@Na@Kc@Za@FHEi@W[Qq@g@a@Qy@a@WYm@w@Ou@k@
    U[Ds@Um@][_A[g@iAWCAJWNcAGCHe@@}Bw@eBOe@?UHo@Qw@HgASEFMAGPUKGFXVWf@h@h@IPYBINk@Ng@AkARSd@uARk@XYCOOCw@}@]y@LGN_AFM
    P{@B{AVqA]_@@IFHEDFa@Hs@EWO{@uBFeAOS^FZGf@Vb@D|@]VAFV\B\Uv@?[Mf@@KERSGMd@KEMGJSCNIIGJOGI^BCUUOyA?@Ic@C\GAIsABuAc@_
    AAKJ]@MPOC_APi@G_@Dm@QMUL_@jB}@pAa@GK_@@KWUC\U]?]O@GdCX^RGMNHERQNm@CFLd@A|@ZPECUh@Kk@[dAGEEPCi@ATAJUCTJE\HVZTDB`@R
    BBGNx@NBXd@[b@a@JBHx@@r@`@WUZ@f@Ot@HWVVGGNRKGJHARWHB@P]b@PEEHRFy@Z?PRMPDQP\COj@PMHJLUFJJMCKVS[Qk@NII\In@BPSMG^Kb@e
    @G{@d@Y~@UYD^Ub@C^YICb@i@ZPFc@v@JEp@m@Xg@r@WJg@@HNeBr@BNRSb@EPZWLANTFT`@NCUc@Ri@\IFON@VYX?lAm@XUJg@x@QhBt@pAU^NFLG
    b@dBl@GBp@n@U\ZPFXd@HPVxABr@X\WGIXOf@Jl@ACw@I@TA@GQQLLLA_@mA?{@Rc@{@WYFiEFSGOoAUTX[AWd@U@MO?\CJMz@ENIQIPIy@KUJs@CP
    i@W?CJ}@AFIo@OMa@cBQ^E_@BFS[g@_@Kq@GOD?MQAa@JCSo@Ll@]KILa@PG?g@SBUGBMLJR?MMa@Am@WJl@YDt@d@Ih@m@@DNU@o@SQ@}@\\SUHsC
    e@YDJAONUAcAo@RVW@DcA[c@_@Ek@\]KEk@^?Ha@oAQ_BHEOk@Ge@DNMh@GDKlAJ?G^LlBPBOPDEMl@GEg@Rg@QW]CyA{@_@G?SZMxA?f@TC`@\VtA
    XDJT@EHXDDdA[Bg@`@f@NFIbABmADaB{g@nNt@PVVr@F\n@WNETGMF`@KLcAjAc@R^BF`@NHEx@i@He@Xk@DgAIDsA\OEIM@BMRCAHJQGa@c@NUAKK
    d@m@^DB^N[Ea@r@OPi@VGEGm@@TMOQgA?PGKs@hAIRDGibAbj@^_@AJ]RYlCwkADWs@FBIcCKb@KFJ`BDdASQTf@Fw@DCNIF`[HGDDFd@Wc@m@mByA
    PSEGGFPqARETHFG@LPAUH?LSEFRMIP]c@?Ob@Bt@L?OBCVGUc@{FkABGRFh@|@`Ar@v@^v@Hc@Dm@GSWSAuAg@@GL@OMIFMQKy@IgHtG_@QLKZRIHq
    @tFoPJ@OBBNd@EVNWKq@@Fe@WGNJ_@DKILQ@TJMVB@INLXWRF_@BLDk@L@HUkHxc@IGJKAHLBEJJGJDOC?HOIIhUqC^OJJg@LCIIag@iIFIT?I\SSI
    fNlPNQFDCPSE[fhB{d@ZYAQp@Oi@VRHRSAPXOQZo@V\Dg@FUUMv@sATMHDY^?UU?NAI_Il^UYj@JBFYDKiBVFOLCIf@SCFOc@mBoS_@^N@i@E^E[Y\
    HPIOYwB_@P@?GBL~@BPE@HHGXt@UbK}CKOl@WUA\?FJU?AJb@Em@XOAI|EjJPU@D\Eq@TMuAz@FMBHh@@NZYUk@COCxAZc@FDAE`@Ac@HBDc@TW|Bf
    [CBOSIBBi@JRIDLV^BCDZb@m@i@GIst@PMTBg@HGbBxAd@Ek@\DWKbBjEYJTIBa@TFUVQ}AyBo@r@Q@GMc@@E[v@]REf@To@rB_AAGPDIJPIFP@WRG
    HFS?AVZd@ELKEOJIOFDTECWWWEHKKGDAO}@eB\SAJQ@FLGAPR?FIZDBQIHIEUFXICOb@@TW_@Z@NPAaAZ^LNKNR_@@BFa@EPEKKk@GHIKjB{AQJKEY
    BHIl@?IaAeEr@PEFi@ECSEzOdL^f@_@g@Qb@K?Gb@ACPPGLDBVy@MIOKfIdGPSLD?TQBMK[iaBvDb@KKENOa@MVOGGTB[RXJATPBo@RIIIwH}AKJ]K
    PMVLELwUhBDiBEGbBc@sA?t@I\HIbHp\DUPEBN[JIvEkJa@HQMRC^FIrVjOVUFVKDSGIqXa@VCz@Hs@H_@Os@lTyCVMCFNCHF]B@Jb@@HKAVL?AITB
    Px@QK@[QMKTHTMTMCGi@HWU@_@O@GWiUKZJdCMp@VHVYVGg@m@YwBLUEIIHAKn}@dnAZARH^l@k@k@c@IMkIob@CDGMDKND@HKBGbIxOL^SQDMo@{E
    }@NHLUP?DINLJEZNHXCnASSSF@RGWQDMKREICFCOOG?Gc@[KBGI`CcBd@d@?N]YG[MqEERc@@o@FBBd@[l@ECe@pl@cD@sAFd@l@s@CNX@[?ORD@Q@
    GJTFWCFDQFHXVE]PEKYwj@dYNWDs@Ie@LMBi@RUKtAHTIn@O`@GIMJKrFaFJERVANKCQ]_@aAAOD@KTc@@Y`@YIO\cBBbAITDPMZWTO^BNMB
    """#
}

extension MapFrame {
  /// The shores within the frame as the data of a path, clipped at its edges; points less than a
  /// pixel from the one before are left out. Without shores those of the program are drawn.
  func coast(of shores: Shores? = nil) -> String {
    let lines = shores?.lines.map { $0.map { (longitude: $0.longitude, latitude: $0.latitude) } } ?? Coastline.lines
    var path = ""
    for line in lines {
      for turn in [-360.0, 0, 360] {
        let points = line.map { position(latitude: $0.latitude, longitude: $0.longitude + turn) }
        guard points.contains(where: { $0.x > -20 && $0.x < width + 20 }) else { continue }
        path += clipped(points)
      }
    }
    return path
  }

  /// What is to be said of the shores drawn: whose they are, and how to get better ones where they are too coarse.
  func shoreNote(_ shores: Shores?) -> String {
    if let shores { return "Shores: \(shores.source)." }
    let coarse = Coastline.tolerance > 4 * (east - west) / width
    return "Shores: Natural Earth, thinned to \(Digits.shortest(Coastline.tolerance))°."
      + (coarse ? " Finer ones are drawn where GSHHG is installed, which Scripts/setup does." : "")
  }

  private func clipped(_ points: [(x: Double, y: Double)]) -> String {
    var path = ""
    var pen: (x: Double, y: Double)?
    guard var last = points.first else { return "" }
    for (i, point) in points.enumerated().dropFirst() {
      // Short steps are joined to the next one.
      if abs(point.x - last.x) + abs(point.y - last.y) < 1, i < points.count - 1 { continue }
      defer { last = point }
      guard let (from, to) = segment(last, point) else {
        pen = nil
        continue
      }
      if let pen, pen == from {} else { path += "M\(pixels(from.x)) \(pixels(from.y))" }
      path += "L\(pixels(to.x)) \(pixels(to.y))"
      pen = to
    }
    return path
  }

  /// The part of a straight line that is within the frame (Liang and Barsky 1984).
  private func segment(
    _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
  ) -> ((x: Double, y: Double), (x: Double, y: Double))? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (enter, leave) = (0.0, 1.0)
    for (step, room) in [(-dx, a.x), (dx, width - a.x), (-dy, a.y), (dy, height - a.y)] {
      if step == 0 {
        guard room >= 0 else { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    guard enter < leave else { return nil }
    return (
      enter == 0 ? a : (a.x + enter * dx, a.y + enter * dy), leave == 1 ? b : (a.x + leave * dx, a.y + leave * dy)
    )
  }
}
