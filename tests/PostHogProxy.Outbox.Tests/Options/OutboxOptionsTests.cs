using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Options;

public sealed class OutboxOptionsTests
{
    [Fact]
    public void The_defaults_are_valid_and_are_what_the_page_says()
    {
        var options = new PostHogOutboxOptions();
        Assert.True(new OutboxOptionsValidation().Validate(null, options).Succeeded);
        Assert.Equal(
            (PostHogOutboxMode.OnFailure, PostHogOutboxContent.All, 1073741824L, 0.5, 26214400, TimeSpan.FromHours(24), 536870912L, TimeSpan.FromSeconds(15), 8, 10, 67108864L),
            (options.Mode, options.Include, options.MaxBytes, options.MaxReplayShare, options.MaxEntryBytes, options.MaxAge, options.MinFreeDisk, options.AttemptTimeout, options.MaxConcurrency, options.MaxAttempts, options.DeadLetterMaxBytes));
        Assert.False(options.Protect || options.SurvivePowerLoss || options.DropOldestWhenFull || options.NormalizeTimestamps);
        Assert.Null(options.Path);
    }

    [Fact]
    public void What_a_second_call_sets_counts_too_and_the_app_has_one_outbox()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var services = builder.Services;
        services.AddPostHogProxy().AddSqliteOutbox(options => options.MaxAge = TimeSpan.FromHours(1));
        services.AddPostHogProxy().AddSqliteOutbox(options => options.MaxConcurrency = 3);
        using var host = builder.Build();
        var provider = host.Services;

        var options = provider.GetRequiredService<IOptions<PostHogOutboxOptions>>().Value;

        Assert.Equal((TimeSpan.FromHours(1), 3), (options.MaxAge, options.MaxConcurrency));
        Assert.Single(services, service => service.ServiceType == typeof(IStoreFactory));
        Assert.Single(provider.GetServices<IHostedService>().OfType<PostHogOutbox>());
    }

    public static TheoryData<string, string, string, Action<PostHogOutboxOptions>> Wrong => new()
    {
        { "Mode", "7", "OnFailure or WriteAhead", options => options.Mode = (PostHogOutboxMode)7 },
        { "Include", "8", "Combine Events, Replay and Logs", options => options.Include = (PostHogOutboxContent)8 },
        { "MaxBytes", "1048575", "1 MiB", options => (options.MaxBytes, options.MaxEntryBytes) = ((1 << 20) - 1, 1024) },
        { "MaxBytes", "-1", "1 MiB", options => options.MaxBytes = -1 },
        { "MaxReplayShare", "1.5", "from 0 to 1", options => options.MaxReplayShare = 1.5 },
        { "MaxReplayShare", "-0.1", "from 0 to 1", options => options.MaxReplayShare = -0.1 },
        { "MaxReplayShare", "NaN", "from 0 to 1", options => options.MaxReplayShare = double.NaN },
        { "MaxEntryBytes", "1023", "1 KiB", options => options.MaxEntryBytes = 1023 },
        { "MaxEntryBytes", "67108865", "64 MiB", options => options.MaxEntryBytes = (64 << 20) + 1 },
        { "MaxEntryBytes", "2097152", "more than MaxBytes (1048576)", options => (options.MaxBytes, options.MaxEntryBytes) = (1 << 20, 2 << 20) },
        { "MaxAge", "00:00:00", "at most 7 days", options => options.MaxAge = TimeSpan.Zero },
        { "MaxAge", "7.00:00:01", "at most 7 days", options => options.MaxAge = TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1) },
        { "MinFreeDisk", "-1", "zero bytes or more", options => options.MinFreeDisk = -1 },
        { "AttemptTimeout", "00:00:00", "at most 60 seconds", options => options.AttemptTimeout = TimeSpan.Zero },
        { "AttemptTimeout", "00:01:01", "at most 60 seconds", options => options.AttemptTimeout = TimeSpan.FromSeconds(61) },
        { "MaxConcurrency", "0", "1 to 64", options => options.MaxConcurrency = 0 },
        { "MaxConcurrency", "65", "1 to 64", options => options.MaxConcurrency = 65 },
        { "MaxAttempts", "0", "1 to 1000", options => options.MaxAttempts = 0 },
        { "MaxAttempts", "1001", "1 to 1000", options => options.MaxAttempts = 1001 },
        { "DeadLetterMaxBytes", "-1", "zero bytes or more", options => options.DeadLetterMaxBytes = -1 },
    };

    [Fact]
    public void The_least_and_the_most_that_may_be_are_valid()
    {
        var least = new PostHogOutboxOptions
        {
            MaxBytes = 1 << 20,
            MaxReplayShare = 0,
            MaxEntryBytes = 1024,
            MaxAge = TimeSpan.FromTicks(1),
            MinFreeDisk = 0,
            AttemptTimeout = TimeSpan.FromTicks(1),
            MaxConcurrency = 1,
            MaxAttempts = 1,
            DeadLetterMaxBytes = 0,
            Include = PostHogOutboxContent.None,
        };
        var most = new PostHogOutboxOptions
        {
            MaxBytes = 64 << 20,
            MaxReplayShare = 1,
            MaxEntryBytes = 64 << 20,
            MaxAge = TimeSpan.FromDays(7),
            AttemptTimeout = TimeSpan.FromSeconds(60),
            MaxConcurrency = 64,
            MaxAttempts = 1000,
        };
        Assert.All([least, most], static options => Assert.True(new OutboxOptionsValidation().Validate(null, options).Succeeded));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_problem_names_the_setting_its_value_and_the_cure(string setting, string value, string cure, Action<PostHogOutboxOptions> spoil)
    {
        var options = new PostHogOutboxOptions();
        spoil(options);

        var problem = Assert.Single(new OutboxOptionsValidation().Validate(null, options).Failures!);

        Assert.StartsWith($"PostHogProxy:Outbox:{setting} is {value}.", problem, StringComparison.Ordinal);
        Assert.Contains(cure, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_said_at_once()
    {
        var failures = new OutboxOptionsValidation().Validate(null, new() { MaxConcurrency = 0, MaxAttempts = 0, MinFreeDisk = -1 }).Failures!;
        Assert.Equal(3, failures.Count());
    }

    [Fact]
    public void Every_option_can_stand_in_the_section()
    {
        var options = Read(
            ("Mode", "writeahead"), ("Include", "Events, logs"), ("Path", "/data/outbox.db"), ("MaxBytes", "2147483648"), ("MaxReplayShare", "0.25"), ("MaxEntryBytes", "1048576"),
            ("MaxAge", "12:00:00"), ("MinFreeDisk", "0"), ("DropOldestWhenFull", "true"), ("SurvivePowerLoss", "True"), ("AttemptTimeout", "00:00:05"), ("MaxConcurrency", "4"),
            ("MaxAttempts", "3"), ("DeadLetterMaxBytes", "0"), ("Protect", "true"), ("NormalizeTimestamps", "TRUE"));

        Assert.Equal((PostHogOutboxMode.WriteAhead, PostHogOutboxContent.Events | PostHogOutboxContent.Logs, "/data/outbox.db"), (options.Mode, options.Include, options.Path));
        Assert.Equal((2147483648L, 0.25, 1048576, TimeSpan.FromHours(12), 0L), (options.MaxBytes, options.MaxReplayShare, options.MaxEntryBytes, options.MaxAge, options.MinFreeDisk));
        Assert.True(options.DropOldestWhenFull && options.SurvivePowerLoss && options.Protect && options.NormalizeTimestamps);
        Assert.Equal((TimeSpan.FromSeconds(5), 4, 3, 0L), (options.AttemptTimeout, options.MaxConcurrency, options.MaxAttempts, options.DeadLetterMaxBytes));
    }

    [Fact]
    public void The_section_has_a_key_for_every_public_option() => Assert.Equal(
        typeof(PostHogOutboxOptions).GetProperties().Select(option => option.Name).Order(StringComparer.Ordinal),
        PostHogProxy.Rules.Settings.ProxySetting.Outbox.Below.Select(setting => setting.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Mode", "Always", "Write one of Off, OnFailure, WriteAhead.")]
    [InlineData("Mode", "1", "Write one of Off, OnFailure, WriteAhead.")]
    [InlineData("Mode", "OnFailure, WriteAhead", "Write one of Off, OnFailure, WriteAhead.")]
    [InlineData("Include", "Flags", "None, Events, Replay, Logs, All")]
    [InlineData("Path", " ", "Write a path")]
    [InlineData("MaxBytes", "1 GiB", "Write digits only")]
    [InlineData("MaxReplayShare", "50%", "from 0 to 1")]
    [InlineData("MaxReplayShare", "2", "from 0 to 1")]
    [InlineData("MaxAge", "24", "\"1.00:00:00\"")]
    [InlineData("AttemptTimeout", "15", "\"00:00:05\"")]
    [InlineData("MaxConcurrency", "eight", "Write digits only")]
    [InlineData("Protect", "yes", "Write true or false.")]
    public void A_value_that_is_none_is_refused_with_its_key_and_the_cure(string key, string value, string cure)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read((key, value)));
        Assert.Contains($"'PostHogProxy:Outbox:{key}' is '{value}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(cure, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_is_refused_with_the_one_that_was_meant()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(("MaxByte", "1")));
        Assert.Contains("has no setting 'PostHogProxy:Outbox:MaxByte'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean MaxBytes?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_in_the_place_of_a_value_is_refused()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(("Mode:On", "true")));
        Assert.Contains("'PostHogProxy:Outbox:Mode'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_section_leaves_the_defaults() => Assert.Equal(PostHogOutboxMode.OnFailure, Read(("Mode", null)).Mode);

    private static PostHogOutboxOptions Read(params (string Key, string? Value)[] entries)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create($"PostHogProxy:Outbox:{entry.Key}", entry.Value)))
            .Build();
        var options = new PostHogOutboxOptions();
        new OutboxSection(configuration).Configure(options);
        return options;
    }
}
