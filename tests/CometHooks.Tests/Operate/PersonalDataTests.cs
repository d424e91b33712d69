using CometHooks.Operate;

namespace CometHooks.Tests.Operate;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("email", "ada@example.com", "a***@e***.com")]
    [InlineData("email", "a@b.co.uk", "a***@b***.uk")]
    [InlineData("email", "no address", "***")]
    [InlineData("order_name", "Order of ada@example.com, paid", "Order of a***@e***.com, paid")]
    [InlineData("conversion_key", "mailto:ada@example.com", "mailto:a***@e***.com")]
    [InlineData("phone", "+15551234567", "***67")]
    [InlineData("phone", "67", "***")]
    [InlineData("full_name", "Ada  Lovelace Example", "A*** L*** E***")]
    [InlineData("ip", "203.0.113.25", "203.0.***")]
    [InlineData("ip", "2001:db8:85a3:8d3::1", "2001:db8:***")]
    [InlineData("comet_token", "3f9c2d71b04e8a56", "3f9c…")]
    [InlineData("fingerprint", "3f9", "***")]
    [InlineData("url", "https://shop.example/thanks?email=ada%40example.com", "https://shop.example/thanks?***")]
    [InlineData("profile_field_3", "Analytical Engines", "Anal…")]
    [InlineData("amount", "49.5", "49.5")]
    [InlineData("order_id", "pi_3SA1YXV5xIyyJRO6TZK9XVEx", "pi_3SA1YXV5xIyyJRO6TZK9XVEx")]
    public void What_tells_who_somebody_is_is_masked_and_the_rest_stays(string field, string value, string shown) =>
        Assert.Equal(shown, PersonalData.Of(field, value));
}
