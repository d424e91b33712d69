using System.Text.Json;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlArchive : IReadinessArchive
{
    public Task<IReadOnlyList<ReadinessSum>> ReadinessAsync(DateTimeOffset since, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<ReadinessSum>>(
            session => session.All(
                SqlStatements.SumReadiness,
                row => new ReadinessSum(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(3))),
                    row.GetInt32(4),
                    JsonSerializer.Deserialize<List<string>>(row.GetString(5)) ?? [],
                    row.GetInt64(6)),
                ("@since", SqlValues.Ms(since))),
            cancellationToken);

    public Task<IReadOnlyList<EventTypeSeen>> EventTypesAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<EventTypeSeen>>(
            session => session.All(SqlStatements.ListEventTypes, row => new EventTypeSeen(row.GetString(0), row.GetString(1), row.Time(2))),
            cancellationToken);
}
