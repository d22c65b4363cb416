/** English function words of three or more letters. */
const ENGLISH = `
about above across after afterwards again against all almost alone along already also although always among amongst
and another any anybody anyhow anyone anything anyway anywhere are aren around became because become becomes been
before beforehand behind being below beside besides between beyond both but can cannot cant could couldn did didn does
doesn doing don done down due during each either else elsewhere enough etc even ever every everybody everyone
everything everywhere except few first for former from further get gets getting got had hadn has hasn have haven having
hence her here hereby herein hers herself him himself his how however indeed instead into isn its itself just keep last
latter least less let lets like made make many may maybe meanwhile might mine more moreover most mostly much must
myself namely neither never nevertheless next nobody non none nor not nothing now nowhere off often once one only onto
other others otherwise our ours ourselves out over own per perhaps please put rather same see seem seemed seems several
she should shouldn since some somebody somehow someone something sometimes somewhere still such than that the their
theirs them themselves then thence there thereafter thereby therefore these they thing things this those though three
through throughout thru thus together too toward towards two under until upon use used uses using very via was wasn
well went were weren what whatever when whence whenever where whereas wherever whether which while who whoever whole
whom whose why will with within without won would wouldn yes yet you your yours yourself yourselves
`;

/**
 * Marks of where the corpus was collected: lists, hosts, mail programs, MIME boundaries. They tell spam from ham without
 * saying anything about either.
 */
const CORPUS = `
admin aol ascii beenthere boundary charset com cvs deathtospamdeathtospamdeathtospam edu egroups encoding exmh font fork freshrpms
geocities gif html http https ilug img iso jpg list lists listinfo listmaster mailer mailing mailman mailto maintainer
mime mozilla mutt nbsp netnoteinc nextpart org outlook plain postfix printable quoted razor rpm rpms sourceforge
spamassassin spambayes subscription tagged teana transfer unsubscribe url users www xent yahoo yahoogroups
zzzz zzzzteana zzzzason jmason taint satalk sightings
`;

/** Words that no mail, vocabulary or instruction keeps. */
export const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${CORPUS}`.split(/\s+/).filter(Boolean));
