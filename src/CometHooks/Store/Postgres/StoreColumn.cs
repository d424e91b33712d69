using CometHooks.Store.Sql;
using Npgsql;
using NpgsqlTypes;

namespace CometHooks.Store.Postgres;

/// <param name="Name">Its name.</param>
/// <param name="Type">PostgreSQL's word: bigint, boolean, text, bytea.</param>
internal sealed record StoreColumn(string Name, string Type)
{
    /// <summary>Copies the column's value from a row of the other database.</summary>
    public void Write(NpgsqlBinaryImporter import, SqlRow row, int place)
    {
        if (row.IsDBNull(place))
        {
            import.WriteNull();
            return;
        }

        switch (Type)
        {
            case "bigint":
                import.Write(row.GetInt64(place), NpgsqlDbType.Bigint);
                break;
            case "boolean":
                import.Write(row.GetBoolean(place), NpgsqlDbType.Boolean);
                break;
            case "bytea":
                import.Write(row.Bytes(place), NpgsqlDbType.Bytea);
                break;
            default:
                import.Write(PostgresStatement.Text(row.GetString(place)), NpgsqlDbType.Text);
                break;
        }
    }
}
