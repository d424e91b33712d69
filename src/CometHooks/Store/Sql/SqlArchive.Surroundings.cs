namespace CometHooks.Store.Sql;

internal abstract partial class SqlArchive
{
    public Task<WebhookSurroundings> SurroundingsAsync(WebhookRecord webhook, CancellationToken cancellationToken)
        => ReadAsync(session => new WebhookSurroundings(Mappings(session, webhook), Siblings(session, webhook), Pauses(session)), cancellationToken);

    private static Dictionary<string, string> Mappings(SqlSession session, WebhookRecord webhook)
        => webhook.Conversions.Select(c => c.MappingVersion).Append(webhook.MappingVersion).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(version => (version, Name: session.One(SqlStatements.FindMappingName, row => row.GetString(0), ("@version", version))))
            .Where(m => m.Name is not null)
            .ToDictionary(m => m.version, m => m.Name!, StringComparer.Ordinal);

    private static Dictionary<long, IReadOnlyList<SiblingView>> Siblings(SqlSession session, WebhookRecord webhook)
        => webhook.Conversions.Select(c => c.EntryId).OfType<long>().Distinct().ToDictionary(
            entry => entry,
            IReadOnlyList<SiblingView> (entry) => session.All(
                SqlStatements.ListSiblings,
                row => new SiblingView(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.Word<ConversionState>(4)),
                ("@entry_id", entry)));

    private static Dictionary<string, DestinationPause> Pauses(SqlSession session)
        => session.All(SqlStatements.ListPauses, row => (Destination: row.GetString(0), Pause: new DestinationPause(row.GetString(1), row.Time(2))))
            .ToDictionary(p => p.Destination, p => p.Pause, StringComparer.Ordinal);
}
